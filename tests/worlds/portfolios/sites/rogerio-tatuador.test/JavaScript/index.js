const arrow = document.getElementById("arrow");
document.getElementById("btn-main").addEventListener("click", () => { arrow.src = "assets/arrowUp.png"; });

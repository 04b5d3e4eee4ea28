const team = document.getElementById("team");
const modal = document.getElementById("modal");
artists.forEach((artist) => {
  const card = document.createElement("article");
  card.className = "artist";
  card.innerHTML = `<img src="${artist.image}" alt="${artist.name}"><h3>${artist.name}</h3><p>${artist.style}</p><p>${artist.description}</p>`;
  card.addEventListener("click", () => {
    modal.innerHTML = artist.tattoos.map((one) => `<img src="${one.img}" alt="${one.alt}">`).join("");
    modal.showModal();
  });
  team.append(card);
});

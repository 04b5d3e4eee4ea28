(function () {
  var page = document.querySelector("[data-artist-page]");
  if (!page) return;
  var artist = window.HallowedOakArtists[page.dataset.artistPage];
  document.getElementById("bio").textContent = artist.bio;
  document.getElementById("portfolio-grid").innerHTML = artist.portfolio
    .map(function (one) { return '<img src="' + one.src + '" alt="' + one.title + '">'; }).join("");
})();

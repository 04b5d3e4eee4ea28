// One small client-side app: three routes on the History API, data over fetch.
const app = document.querySelector('#app');
const nav = `<nav><a href="/" data-go>Salt &amp; Marrow</a><a href="/artists" data-go>Artists</a><a href="/visit" data-go>Visit</a></nav>`;
const routes = {
  '/': async () => `<h1>Salt &amp; Marrow</h1><p>Tattooing by the old canal basin. Five artists, two windows, one tide table.</p>`,
  '/visit': async () => `<h1>Visit</h1><p>3 Wharf Street, Leeds LS2 7EQ<br>0113 496 0110<br>crew@saltmarrow.test<br>Tue–Sat 11–19</p>`,
  '/artists': async () => {
    const { artists } = await (await fetch('/data/artists.json')).json();
    return `<h1>Artists</h1><div class="grid">${artists.map(card).join('')}</div>`;
  },
};
const card = (a) => `<article class="tile"><img src="${a.photo}" width="460" height="460" alt="${a.name}"><h2>${a.name}</h2><p>${a.styles.join(' · ')}</p><p>${a.about}</p><a href="https://www.instagram.com/${a.instagram}/">@${a.instagram}</a></article>`;
async function show(path, push) {
  if (push) history.pushState({}, '', path);
  app.innerHTML = nav + '<main aria-busy="true"><p>…</p></main>';
  const body = await (routes[path] || (async () => '<h1>Nothing here</h1>'))();
  app.innerHTML = `${nav}<main>${body}</main>`;
}
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-go]');
  if (!link) return;
  event.preventDefault();
  show(new URL(link.href).pathname, true);
});
addEventListener('popstate', () => show(location.pathname));
show(location.pathname);

// Draws the team from the page's own data, as the framework's hydration would.
(function () {
  var data = JSON.parse(document.getElementById('__NEXT_DATA__').textContent);
  var team = data.props.pageProps.team;
  if (!team) return;
  document.querySelector('main').innerHTML = '<h1>Artists</h1>' + team.map(function (one) {
    return '<div class="card"><img src="' + one.avatar.url + '" width="640" height="640" alt="' + one.displayName + '"><h2>' + one.displayName + '</h2><p>' +
      one.specialties.join(', ') + (one.status === 'apprentice' ? ' (apprentice)' : '') + '</p><a href="https://www.instagram.com/' + one.instagramHandle + '">@' + one.instagramHandle + '</a></div>';
  }).join('') + '<blockquote>' + data.props.pageProps.testimonials[0].text + ' — ' + data.props.pageProps.testimonials[0].author + '</blockquote>';
})();

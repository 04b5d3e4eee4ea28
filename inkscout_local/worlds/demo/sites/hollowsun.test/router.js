(function () {
  var pages = window.pages = {
    '/': function () { return '<p>A bright studio in a dark building, under the viaduct at 14 Water Lane.</p><p>Closed on Sundays and on the longest day of the year.</p>'; },
    '/contact': function () { return '<h2>Contact</h2><p>14 Water Lane, Holbeck, Leeds LS11 5WD. 0113 496 0112. sun@hollowsun.test</p>'; }
  };
  function draw() {
    var name = location.hash.replace(/^#/, '') || '/';
    var page = pages[name];
    document.getElementById('view').innerHTML = page ? page() : '<p>That page set.</p>';
  }
  window.addEventListener('hashchange', draw);
  window.addEventListener('DOMContentLoaded', draw);
})();

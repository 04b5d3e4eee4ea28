(function () {
  var root = document.getElementById('profile'), handle = root.dataset.handle, shown = 0;
  function text(tag, value, name) { var e = document.createElement(tag); e.textContent = value; if (name) e.className = name; return e; }
  function figure(piece) {
    var f = document.createElement('figure'), i = document.createElement('img');
    i.src = piece.src; i.width = piece.w; i.height = piece.h; i.alt = piece.alt;
    f.append(i, text('figcaption', piece.caption));
    return f;
  }
  fetch('/api/profile/' + handle + '.json').then(function (r) {
    if (!r.ok) throw new Error('gone');
    return r.json();
  }).then(function (p) {
    document.title = p.name + ' (@' + p.handle + ') · inkfolio';
    root.textContent = '';
    var who = text('div', '', 'who'), side = document.createElement('div'), grid = text('div', '', 'grid');
    side.append(text('h1', p.name), text('p', '@' + p.handle), text('p', p.pieces.length + ' pieces   ' + p.followers + ' followers'), text('p', p.bio, 'bio'));
    if (p.booking) { var a = text('a', 'Book'); a.href = p.booking; side.append(a); }
    who.append(side);
    root.append(who, grid);
    function next() { p.pieces.slice(shown, shown + p.page).forEach(function (one) { grid.append(figure(one)); }); shown += p.page; }
    next();
    if (shown < p.pieces.length) {
      var tail = text('p', '…', 'end');
      root.append(tail);
      var seen = new IntersectionObserver(function (all) {
        if (!all.some(function (e) { return e.isIntersecting; })) return;
        next();
        if (shown >= p.pieces.length) { seen.disconnect(); tail.textContent = 'You have reached the end.'; }
      });
      seen.observe(tail);
    }
  }).catch(function () { root.textContent = 'This profile could not be loaded.'; });
})();

(function () {
  var list = document.getElementById('list'), more = document.getElementById('more'), page = 1;
  function load() {
    fetch(list.dataset.src + '/page-' + page + '.json').then(function (r) { return r.json(); }).then(function (body) {
      body.crew.forEach(function (one) {
        var item = document.createElement('li');
        item.innerHTML = '<h3></h3><p></p><a></a>';
        item.querySelector('h3').textContent = one.name;
        item.querySelector('p').textContent = one.does;
        item.querySelector('a').textContent = '@' + one.handle;
        item.querySelector('a').href = 'https://www.instagram.com/' + one.handle + '/';
        list.append(item);
      });
      more.hidden = !body.more;
      page += 1;
    });
  }
  more.addEventListener('click', load);
  setTimeout(load, 200);
  var modal = document.createElement('div');
  modal.className = 'modal';
  modal.innerHTML = '<div role="dialog" aria-modal="true"><p>We and our one partner would like to store cookies.</p><button>Accept all</button> <button>Reject all</button></div>';
  modal.addEventListener('click', function (e) { if (e.target.tagName === 'BUTTON') modal.remove(); });
  setTimeout(function () { document.body.append(modal); }, 100);
})();

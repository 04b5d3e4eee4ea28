window.pages['/artists'] = function () {
  var people = [
    ['Leopold Carrow', 'leopold.carrow', 'Engraving and alchemical blackwork', ['#engraving', '#blackwork']],
    ['Aisling Moorhouse', 'aisling.moorhouse.art', 'Art nouveau in colour', ['#artnouveau', '#colourtattoo']],
    ['Dmitri Halloran', 'dmitri.halloran', 'Russian folk ornament', ['#folkart', '#ornamental']],
    ['Cleo Farsley', 'cleofarsley.tattoo', 'Sun signs and small lettering', ['#lettering', '#fineline']]
  ];
  return '<h2>Artists</h2><dl>' + people.map(function (p, i) {
    return '<dt>' + p[0] + '</dt><dd>' + p[2] + ' — <a href="https://www.instagram.com/' + p[1] + '">Instagram</a><br>' +
      '<figure><img src="w/' + i + 'a.jpg" width="360" height="480" alt="' + p[2] + '"><figcaption>' + p[3].join(' ') + '</figcaption></figure></dd>';
  }).join('') + '</dl>';
};

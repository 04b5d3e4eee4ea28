setTimeout(function () {
  var team = [['Edda', 'Thornley', 'edda.thornley', 'Blackwork'], ['Jasper', 'Oyelaran', 'jasper.oyelaran', 'Realism']];
  document.getElementById('root').innerHTML = '<h1>Our artists</h1>' + team.map(function (one) {
    return '<article><h2>' + one[0] + ' ' + one[1] + '</h2><p>' + one[3] + '</p><a href="https://www.instagram.com/' + one[2] + '">@' + one[2] + '</a></article>';
  }).join('');
}, 150);

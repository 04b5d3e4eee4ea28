var me = { name: 'Dagny Solheim-Price', mail: 'post@dagnysolheim.test', lines: ['Ornamental dotwork between Bergen and Leeds.', 'Books closed; the waiting list opens on 1 February.', 'Minimum 100 pounds.'],
  work: [['knot-01', 'Half sleeve in knotwork', '#ornamental #dotwork'], ['knot-02', 'Neck piece', '#dotworktattoo'], ['knot-03', 'Matching ankles', '#ornamentaltattoo #matching']] };
document.getElementById('me').innerHTML = '<h1>' + me.name + '</h1><p>' + me.lines.join('</p><p>') + '</p><p><a href="mailto:' + me.mail + '">' + me.mail + '</a></p>' +
  me.work.map(function (w) { return '<figure><img src="/' + w[0] + '.jpg" width="900" height="1200" alt="' + w[1] + '"><figcaption>' + w[1] + ' ' + w[2] + '</figcaption></figure>'; }).join('');

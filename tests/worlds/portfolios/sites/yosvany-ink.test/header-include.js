document.write('<header><a href="index.html"><img src="images/logo.png" alt="Logo"></a><nav><a href="#inicio">Inicio</a></nav></header>');

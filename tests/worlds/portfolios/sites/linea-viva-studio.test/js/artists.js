const artists = [
  {
    name: "Darío Quintana",
    nick: "Quintana",
    image: "./images/quintana.png",
    style: "Geométrico",
    description:
      "Quintana dibuja patrones simétricos y precisos, siempre a medida del cuerpo.",
    tattoos: [
      { img: "./images/quintana/1.jpg", alt: "Tatuaje león" },
      { img: "./images/quintana/2.jpg", alt: "Tatuaje flecha" },
      { img: "./images/quintana/3.jpg", alt: "Tatuaje líneas" },
      { img: "./images/quintana/4.jpg", alt: "Tatuaje abstracto" },
    ],
  },
  {
    name: "Adriana Molero",
    nick: "Adriana",
    image: "./images/adriana.png",
    style: "Realismo",
    description:
      "Adriana busca el parecido en cada retrato, de personas y de animales.",
    tattoos: [
      { img: "./images/adriana/1.jpg", alt: "Tatuaje aves" },
      { img: "./images/adriana/2.jpg", alt: "Tatuaje flores" },
      { img: "./images/adriana/3.jpg", alt: "Tatuaje atrapasueños" },
    ],
  },
  {
    name: "Lola",
    nick: "Lola",
    image: "./images/lola.png",
    style: "Neotradicional",
    description:
      "Lola mezcla lo antiguo con lo moderno en líneas firmes.",
    tattoos: [
      { img: "./images/lola/1.jpg", alt: "Tatuaje pantera" },
      { img: "./images/lola/2.jpg", alt: "Tatuaje rosa" },
    ],
  },
  {
    name: "Kenji Ota",
    nick: "Kenji",
    image: "./images/kenji.png",
    style: "Japonés",
    description:
      "Kenji trabaja espaldas y mangas enteras, por sesiones largas.",
    tattoos: [
      { img: "./images/kenji/1.jpg", alt: "Tatuaje koi" },
      { img: "./images/kenji/2.jpg", alt: "Tatuaje dragón" },
      { img: "./images/kenji/3.jpg", alt: "Tatuaje olas" },
      { img: "./images/kenji/4.jpg", alt: "Tatuaje máscara" },
      { img: "./images/kenji/5.jpg", alt: "Tatuaje grulla" },
    ],
  }
];

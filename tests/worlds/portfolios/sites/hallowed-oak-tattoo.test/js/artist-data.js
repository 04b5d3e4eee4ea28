// Artist data
window.HallowedOakArtists = {
  brennan: {
    id: 'brennan',
    slug: 'brennan',
    name: 'Brennan',
    specialty: 'Traditional & Neo-Traditional',
    experience: '10+ years',
    bio: 'Bold traditional and neo-traditional tattoos with bright colours.',
    avatar: 'images/artists/brennan.jpg',
    social: { instagram: 'https://instagram.com/brennan.hallowedoak' },
    portfolio: [
      { id: 1, src: 'images/portfolio/brennan/eagle.jpg', title: 'Piece 1', category: 'traditional' },
      { id: 2, src: 'images/portfolio/brennan/ship.jpg', title: 'Piece 2', category: 'traditional' },
      { id: 3, src: 'images/portfolio/brennan/rose-hand.jpg', title: 'Piece 3', category: 'traditional' },
      { id: 4, src: 'images/portfolio/brennan/snake.jpg', title: 'Piece 4', category: 'traditional' }
    ]
  },
  sigrun: {
    id: 'sigrun',
    slug: 'sigrun',
    name: 'Sigrun',
    specialty: 'Blackwork & Dotwork',
    experience: '10+ years',
    bio: 'Nordic ornament and dense blackwork, dot by dot.',
    avatar: 'images/artists/sigrun.jpg',
    social: { instagram: 'https://instagram.com/sigrun.hallowedoak' },
    portfolio: [
      { id: 1, src: 'images/portfolio/sigrun/knot.webp', title: 'Piece 1', category: 'blackwork' },
      { id: 2, src: 'images/portfolio/sigrun/raven.webp', title: 'Piece 2', category: 'blackwork' },
      { id: 3, src: 'images/portfolio/sigrun/sleeve-1.webp', title: 'Piece 3', category: 'blackwork' }
    ]
  },
  tovah: {
    id: 'tovah',
    slug: 'tovah',
    name: 'Tovah',
    specialty: 'Fine Line',
    experience: '10+ years',
    bio: 'Small, quiet pieces in a single line.',
    avatar: 'images/artists/tovah.jpg',
    social: { instagram: 'https://instagram.com/tovah.hallowedoak' },
    portfolio: [
      { id: 1, src: 'images/portfolio/tovah/fern.jpg', title: 'Piece 1', category: 'fine' },
      { id: 2, src: 'images/portfolio/tovah/wave.jpg', title: 'Piece 2', category: 'fine' },
      { id: 3, src: 'images/portfolio/tovah/cat.jpg', title: 'Piece 3', category: 'fine' },
      { id: 4, src: 'images/portfolio/tovah/letters.jpg', title: 'Piece 4', category: 'fine' },
      { id: 5, src: 'images/portfolio/tovah/moon.jpg', title: 'Piece 5', category: 'fine' }
    ]
  }
};

"""Pages and pictures of the website, in process over an embedded index and an emulated AWS."""

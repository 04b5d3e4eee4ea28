// Requests a script or data of the page's own origin and returns its text, at most `most` bytes of it.
async ({ url, most }) => {
  const answer = await fetch(url, { credentials: "same-origin" });
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    size += piece.value.length;
    if (size > most) {
      await reader.cancel();
      return { status: answer.status, url: answer.url, type: "", text: "", tooLarge: true };
    }
    text += decoder.decode(piece.value, { stream: true });
  }
  const type = answer.headers.get("content-type") || "";
  return { status: answer.status, url: answer.url, type, text: text + decoder.decode(), tooLarge: false };
}

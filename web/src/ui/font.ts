import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'

let isAsked = false

/**
 * Fetches Inter, after what is to be read: until it is here text stands in one as wide and as high (theme.css). As large as
 * all the code before the board, it would otherwise take the line from the deals.
 */
export function fetchFont(): void {
  if (isAsked) return
  isAsked = true
  const face = new FontFace('Inter', `url(${inter})`, { weight: '100 900' })
  // Made known only when it is here: from then on all text is laid out anew. Without it everything is still to be read.
  face.load().then(
    () => document.fonts.add(face),
    () => undefined,
  )
}

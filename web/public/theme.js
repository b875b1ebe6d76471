// Runs before the first paint, so that a dark screen never flashes white. web/src/ui/theme.ts keeps it up to date.
;(() => {
  let choice = 'system'
  try {
    choice = localStorage.getItem('theme') ?? 'system'
  } catch {
    // Storage may be closed to us; the system's theme is then the best guess.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#141518' : '#fbfbf9')
})()

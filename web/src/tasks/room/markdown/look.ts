import { EditorView } from '@codemirror/view'

const INDENT = 1.6 // of the letters' size: a level of a list

/** Colours and type come from outside through the custom properties and by inheritance. */
export const markdownLook = EditorView.theme({
  '.md-h1': { fontSize: '1.3em', fontWeight: '600', lineHeight: '1.55' },
  '.md-h2': { fontSize: '1.15em', fontWeight: '600', lineHeight: '1.65' },
  '.md-h3': { fontWeight: '600' },
  '.md-strong': { fontWeight: '650' },
  '.md-em': { fontStyle: 'italic' },
  '.md-strike': { textDecoration: 'line-through' },
  '.md-mark, .md-raw': { color: 'var(--ink-3)', fontWeight: 'var(--w)' },
  '.md-link': { color: 'var(--accent)', textDecoration: 'underline', textUnderlineOffset: '2px' },
  'a.md-link': { cursor: 'pointer', borderRadius: '2px' },
  'a.md-link:focus-visible': { outline: '2px solid var(--accent)' },
  '.md-tt, .md-code': { fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace', fontSize: '0.9em' },
  '.md-tt': {
    background: 'var(--surface-1)',
    borderRadius: '3px',
    padding: '1px 3px',
    boxShadow: '0 0 0 1px var(--line)',
  },
  // As high with its marks as without: nothing moves for who goes into it.
  '.md-code': { background: 'var(--surface-1)', lineHeight: '20px', padding: '0 10px !important' },
  '.md-fence': { fontSize: '11px', lineHeight: '16px', minHeight: '16px' },
  '.md-first': { borderRadius: '6px 6px 0 0' },
  '.md-last': { borderRadius: '0 0 6px 6px' },
  '.md-quote': { boxShadow: 'inset 3px 0 var(--line-2)', paddingLeft: '14px !important', color: 'var(--ink-2)' },
  '.md-rule': {
    background: 'linear-gradient(var(--line-2), var(--line-2)) center / 100% 1px no-repeat',
  },
  '.md-item': { textIndent: `-${INDENT}em` },
  '.md-sign, .md-box': { display: 'inline-block', textIndent: '0' },
  '.md-sign': {
    minWidth: `${INDENT}em`,
    paddingRight: '0.35em',
    boxSizing: 'border-box',
    color: 'var(--ink-3)',
    fontVariantNumeric: 'tabular-nums',
  },
  '.md-dot': { paddingLeft: '0.35em' },
  '.md-box': { position: 'relative', width: `${INDENT}em`, height: '1em', cursor: 'pointer', userSelect: 'none' },
  '.md-box[aria-disabled=true]': { cursor: 'default' },
  '.md-box::before': {
    content: '""',
    position: 'absolute',
    left: '0',
    top: '1px',
    width: '16px',
    height: '16px',
    boxSizing: 'border-box',
    border: '1px solid var(--line-field)',
    borderRadius: 'var(--radius-s)',
    background: 'var(--surface-3)',
  },
  // Whoever taps it with a thumb means it a little beside it as well.
  '.md-box::after': { content: '""', position: 'absolute', inset: '-8px 0 -10px -12px' },
  '.md-box[aria-checked=true]::before': { background: 'var(--accent-fill)', borderColor: 'var(--accent-fill)' },
  '.md-box > i': { display: 'none' },
  '.md-box[aria-checked=true] > i': {
    display: 'block',
    position: 'absolute',
    left: '5px',
    top: '3px',
    width: '6px',
    height: '9px',
    boxSizing: 'border-box',
    border: 'solid var(--on-accent)',
    borderWidth: '0 2px 2px 0',
    transform: 'rotate(42deg)',
  },
  '.md-done': { color: 'var(--ink-3)' },
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((deep) => [`.md-deep-${deep}`, { paddingLeft: `${deep * INDENT}em !important` }]),
  ),
})

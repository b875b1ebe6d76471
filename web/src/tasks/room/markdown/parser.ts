import { Autolink, parser, Strikethrough, TaskList } from '@lezer/markdown'

/**
 * Markdown as descriptions have it. HTML is text like any other. So is what surprises who only writes a line under
 * another: headings by underlining, code by indentation, footnotes of links.
 */
export const markdown = parser.configure([
  Strikethrough,
  TaskList,
  Autolink,
  {
    remove: ['HTMLBlock', 'HTMLTag', 'SetextHeading', 'IndentedCode', 'LinkReference', 'Entity', 'HardBreak', 'Image'],
  },
])

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, axeViolations, eventually, PHONE, picture, visitAs } from './support'

const text = (page: Page) => page.getByRole('textbox', { name: 'Description' })
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Format of the text' })
const tool = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true })
const box = (page: Page, name: string) => text(page).getByRole('checkbox', { name })
const shown = async (page: Page) => (await text(page).innerText()).trimEnd()

interface Answer {
  readonly id: string
  readonly userId: string
}

interface Wanted {
  readonly title: string
  readonly description?: string
  readonly size?: { readonly width: number; readonly height: number }
  readonly dark?: boolean
  /** Whether the rep may write as well. */
  readonly canEdit?: boolean
}

/** A manager's task, open before them and before a rep. */
async function shared(wanted: Wanted): Promise<{ readonly manager: Page; readonly rep: Page; readonly id: string }> {
  const { title, description = '', canEdit = true, ...look } = wanted
  const [manager, rep] = [await visitAs('Manager'), await visitAs('Sales rep', look)]
  await Promise.all([manager.goto('/tasks'), rep.goto('/tasks')])
  const { userId } = await ask<Answer>(rep, 'GET', '/me')
  const collaborators = [{ userId, canEdit }]
  const task = { title, description, visibility: 'collaborative', collaborators }
  const { id } = await ask<Answer>(manager, 'POST', '/tasks', task)
  for (const page of [manager, rep]) {
    await page.goto(`/tasks/${id}`)
    await text(page).waitFor()
  }
  return { manager, rep, id }
}

const written = (page: Page, id: string) =>
  eventually(async () => (await ask<{ readonly description: string }>(page, 'GET', `/tasks/${id}`)).description)

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

it('draws for everybody what one writes with the keys and the bar, and keeps it as Markdown', async () => {
  const { manager, rep, id } = await shared({ title: 'Pack for the quay' })
  expect(await bar(rep).isVisible()).toBe(false)
  await text(rep).click()
  await bar(rep).waitFor()
  await rep.keyboard.type('To bring')
  await tool(rep, 'Heading').click()
  // The caret stays in the text whatever is pressed in the bar.
  await press(rep, 'End', 'Enter')
  await tool(rep, 'Bulleted list').click()
  await rep.keyboard.type('a ladder')
  expect(await tool(rep, 'Bulleted list').getAttribute('aria-pressed')).toBe('true')
  await press(rep, 'Enter')
  await rep.keyboard.type('two ')
  await press(rep, 'Control+b')
  expect(await tool(rep, 'Bold').getAttribute('aria-pressed')).toBe('false')
  await rep.keyboard.type('long')
  await eventually(() => tool(rep, 'Bold').getAttribute('aria-pressed')).toBe('true')
  await press(rep, 'Control+b')
  await rep.keyboard.type(' ropes')
  await press(rep, 'Enter', 'Tab')
  await rep.keyboard.type('see the plan')
  await press(rep, 'Control+Shift+ArrowLeft', 'Control+k')
  await rep.keyboard.type('https://quay.example/plan')
  await press(rep, 'End', 'Enter', 'Enter', 'Enter')
  await rep.keyboard.type('That is all.')

  await written(rep, id).toBe(
    '# To bring\n- a ladder\n- two **long** ropes\n  - see the [plan](https://quay.example/plan)\nThat is all.',
  )
  await eventually(async () => (await shown(manager)).split(/\n+/)).toEqual([
    'To bring',
    '•a ladder',
    '•two long ropes',
    '•see the plan',
    'That is all.',
  ])
  expect(await text(manager).locator('.md-strong').innerText()).toBe('long')
  const link = text(manager).getByRole('link', { name: 'plan' })
  expect(await link.getAttribute('href')).toBe('https://quay.example/plan')
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
  expect(await link.getAttribute('target')).toBe('_blank')
  await picture(rep, 'rich-text-written')

  // An address pasted over words makes them a link, and one undo makes them words again.
  await rep.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await rep.evaluate(() => navigator.clipboard.writeText('https://quay.example/all'))
  await press(rep, 'Home', 'Control+Shift+ArrowRight', 'Control+v')
  await text(manager).getByRole('link', { name: 'That' }).waitFor()
  await press(rep, 'Control+z')
  await eventually(() => text(manager).getByRole('link').allInnerTexts()).toEqual(['plan'])

  // Elsewhere the same keys are the app's, and the map says what they are in a text.
  await press(rep, 'Escape')
  await eventually(() => bar(rep).isVisible()).toBe(false)
  await press(rep, '?')
  await rep.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Strikethrough').waitFor()
  await press(rep, 'Escape', 'Control+k')
  await rep.getByRole('dialog').getByRole('combobox').waitFor()
})

it('lets those tick boxes who may write, and take back their own alone', async () => {
  const description =
    'Bring\n- [ ] gloves\n- [x] [keys](https://quay.example)\n- [ ] [no](javascript:alert(1)) <b>HTML</b>'
  const { manager, rep } = await shared({ title: 'Tick what is packed', description })
  await box(rep, 'gloves').click()
  await eventually(() => box(manager, 'gloves').getAttribute('aria-checked')).toBe('true')
  // What leads nowhere safe is no link, and what looks like HTML is text.
  expect(await text(manager).getByRole('link').allInnerTexts()).toEqual(['keys'])
  expect(await shown(manager)).toContain('[no](javascript:alert(1)) <b>HTML</b>')

  await text(manager).locator('.cm-line', { hasText: 'gloves' }).click()
  await press(manager, 'End')
  await manager.keyboard.type(', warm')
  await box(rep, 'gloves, warm').waitFor()
  // Among letters that the other does not see, one’s caret is seen beside them.
  await press(manager, 'Home', 'ArrowLeft', 'ArrowLeft')
  await eventually(() => text(manager).locator('.md-raw').innerText()).toBe('- [x] ')
  const beside = async () => {
    const [caret, sign] = [text(rep).locator('.md-item .peer'), box(rep, 'gloves')]
    return ((await caret.boundingBox())?.x ?? Number.NaN) - ((await sign.boundingBox())?.x ?? Number.NaN)
  }
  await eventually(async () => (await beside()) < 40).toBe(true)
  await press(manager, 'Escape')
  // By the keys, where the caret is; each is taken back by itself.
  await text(rep).locator('.cm-line', { hasText: 'Bring' }).click()
  await press(rep, 'ArrowDown', 'ArrowDown', 'End', 'Control+Shift+Enter', '!', 'Control+z')
  await eventually(() => box(manager, 'keys').getAttribute('aria-checked')).toBe('false')
  await eventually(() => shown(manager)).not.toContain('!')
  await press(rep, 'Control+z')
  await eventually(() => box(manager, 'keys').getAttribute('aria-checked')).toBe('true')
  expect(await box(manager, 'gloves, warm').getAttribute('aria-checked')).toBe('true')
  await press(rep, 'Control+z')
  await eventually(() => box(manager, 'gloves, warm').getAttribute('aria-checked')).toBe('false')
})

it('shows somebody who may only read all of it drawn, with links and without anything to press', async () => {
  const description = '## Plan\n- [ ] **call** [Anna](https://quay.example/anna)'
  const { rep, manager, id } = await shared({ title: 'Read the plan', description, canEdit: false })
  await eventually(() => shown(rep)).toBe('Plan\ncall Anna')
  await text(rep).click()
  expect(await bar(rep).count()).toBe(0)
  expect(await shown(rep)).toBe('Plan\ncall Anna')
  await box(rep, 'call').click({ force: true })
  expect(await box(rep, 'call').getAttribute('aria-checked')).toBe('false')
  await rep.context().route('https://quay.example/**', (route) => route.fulfill({ body: 'Anna' }))
  const [opened] = await Promise.all([
    rep.context().waitForEvent('page'),
    text(rep).getByRole('link', { name: 'Anna' }).click(),
  ])
  expect(opened.url()).toBe('https://quay.example/anna')
  await written(manager, id).toBe(description)
  expect(await axeViolations(rep)).toEqual([])
})

it.each([false, true])('stands at a phone’s text, to be pressed with a thumb (dark: %s)', async (dark) => {
  const description = `${'A line of it.\n'.repeat(60)}The last one.`
  const { rep } = await shared({ title: 'Write on the way', description, size: PHONE, dark })
  const first = text(rep).locator('.cm-line').first()
  await first.click()
  await bar(rep).waitFor()
  const before = await first.boundingBox()
  await press(rep, 'Home', 'Shift+End')
  await tool(rep, 'Bold').click()
  await eventually(() => first.locator('.md-strong').innerText()).toBe('**A line of it.**')
  expect(await first.boundingBox()).toEqual(before)
  // However long the text is the bar is there to be seen, above the bar of the app.
  const place = await bar(rep).boundingBox()
  const nav = await rep.getByRole('navigation').last().boundingBox()
  expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(nav?.y ?? 0)
  for (const one of await bar(rep).getByRole('button').all()) {
    const size = await one.boundingBox()
    expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(40)
  }
  expect(await axeViolations(rep)).toEqual([])
  // Reached with Tab it is one stop, walked with the arrows; Escape goes back into the text.
  await press(rep, 'Tab', 'ArrowRight')
  await eventually(() => tool(rep, 'Italic').evaluate((one) => one === document.activeElement)).toBe(true)
  await press(rep, 'Escape')
  await rep.keyboard.type('Shorter.')
  await eventually(() => first.locator('.md-strong').innerText()).toBe('**Shorter.**')
  await picture(rep, `rich-text-phone-${dark ? 'dark' : 'light'}`)
})

import type { Locator, Page } from 'playwright-core'

export const text = (page: Page): Locator => page.getByRole('textbox', { name: 'Description' })

// A caret at the end of a line has a break after it, which nobody sees.
export const shown = async (page: Page): Promise<string> => (await text(page).innerText()).trimEnd()

/** Writes at one end of the text, as somebody types. */
export async function write(page: Page, words: string, where: 'Control+Home' | 'Control+End' = 'Control+End') {
  await text(page).click()
  await page.keyboard.press(where)
  await page.keyboard.type(words)
}

export async function addStep(within: Page | Locator, step: string): Promise<void> {
  const line = within.getByRole('textbox', { name: 'Add a step' })
  await line.fill(step)
  await line.press('Enter')
  await within.getByRole('checkbox', { name: step }).waitFor()
}

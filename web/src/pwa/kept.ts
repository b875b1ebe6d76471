import { createSignal } from 'solid-js'

/** Whether the browser lets the app be kept on this device, so that it opens without a network. */
export const [isAppKept, setAppKept] = createSignal(true)

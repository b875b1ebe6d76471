import { render } from 'solid-js/web'
import { App } from './app'
import { keepUpToDate } from './pwa/keep-up-to-date'
import { serviceWorkers } from './pwa/service-workers'
import './styles/theme.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/data.css'
import './styles/overlays.css'
import './styles/frame.css'
import './styles/dnd.css'
import './styles/board.css'
import './styles/forced-colors.css'
import { nextTask } from './ui/after-paint'
import { fetchFont } from './ui/font'
import { followTheme } from './ui/theme'

const FONT_LATEST_MS = 4000

followTheme()
// Kept on this device it comes with the first text. Else what is to be read comes first: screens say when that is there.
if (serviceWorkers()?.controller) fetchFont()
else setTimeout(fetchFont, FONT_LATEST_MS)

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')
// Reading the code was a long piece of work, and so is the first screen: between the two the page may answer.
void nextTask().then(() => render(() => <App />, root))

if (import.meta.env.PROD) keepUpToDate()

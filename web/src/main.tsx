import { render } from 'solid-js/web'
import { App } from './app'
import { setAppKept } from './pwa/kept'
import { registerServiceWorker } from './pwa/register'
import './styles/theme.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/data.css'
import './styles/overlays.css'
import './styles/frame.css'
import './styles/dnd.css'
import { followTheme } from './ui/theme'
import { showToast } from './ui/toast'

followTheme()

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')
render(() => <App />, root)

if (import.meta.env.PROD) {
  registerServiceWorker({
    onUpdate: (apply) => showToast('A new version is ready', { keep: true, action: { label: 'Reload', run: apply } }),
    onBlocked: () => setAppKept(false),
  })
}

import { ConfigProvider, App as Messages } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { openSample } from './commands/open-data.ts'
import { startShell } from './store/shell.ts'
import { followHistory } from './store/view.ts'
import './theme/base.css'
import { carryNonce } from './theme/style-nonce.ts'
import { theme } from './theme/theme.ts'

const place = document.getElementById('app')
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
carryNonce(nonce)

if (place) {
  createRoot(place).render(
    <ConfigProvider locale={zhCN} theme={theme} csp={{ nonce }} button={{ autoInsertSpace: false }}>
      <Messages component={false}>
        <App />
      </Messages>
    </ConfigProvider>,
  )
}

followHistory()
const info = await startShell()
if (info?.sample) void openSample()

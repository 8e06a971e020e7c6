import 'vite-plugin-pwa/info'

declare global {
  namespace App {}
}

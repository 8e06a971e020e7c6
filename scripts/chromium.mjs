// Finds a Chromium for the browser tests; on Debian as root it installs the distribution's own. Prints nothing when all is well.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The path of a Chromium, installed if need be; throws with what to do where it cannot be. */
export function findChromium() {
  const found = PLACES.find((path) => path && existsSync(path))
  if (found) return found
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('Installing Chromium and a Chinese font from Debian (once)…')
    execFileSync('apt-get', ['update'], { stdio: 'ignore' })
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    return '/usr/bin/chromium'
  }
  throw new Error(
    'The browser tests need Chromium: install it (on Debian as root: apt-get install chromium), or set CHROMIUM to the path of one.',
  )
}

const LOOK_EVERY_MS = 500

/**
 * npm runs a script through a shell. A SIGTERM that npm is sent ends this shell, and many shells do not pass it on: the
 * command would be left behind, at work without anybody who knows of it. It is then sent the signal that was meant for it.
 */
export function endWithParent() {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  timer.unref()
}

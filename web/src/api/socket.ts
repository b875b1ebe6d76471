/** A socket to the API that says no more once it closes: the browser would complain of every word, and that it closes is told. */
export function openSocket(path: `/${string}`): WebSocket {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1${path}`)
  const send = socket.send.bind(socket) as (data: unknown) => void
  socket.send = (data: unknown) => {
    if (socket.readyState === WebSocket.OPEN) send(data)
  }
  return socket
}

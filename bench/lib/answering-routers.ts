/** Routers that acknowledge every command at once: `node answering-routers.ts COUNT SECRET` tells its parent their ports. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encodeReply, requestFault, sharedSecret } from '#protocols/radius'

const [count = '1', text = ''] = process.argv.slice(2)
const secret = sharedSecret(text)

async function openRouter(): Promise<number> {
  const socket = createSocket('udp4')
  socket.on('message', (datagram, from) => {
    const request = decode(datagram)
    if (typeof request === 'string' || requestFault(request, secret, { messageAuthenticatorRequired: false })) return
    const code = request.code === 'CoA-Request' ? 'CoA-ACK' : 'Disconnect-ACK'
    socket.send(encodeReply(request, { code, attributes: [] }, secret).bytes, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket.address().port
}

process.send!(await Promise.all(Array.from({ length: Number(count) }, openRouter)))

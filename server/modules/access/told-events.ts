import type { EventType } from '#kernel/events.ts'

const loginId = '0198a4b0-0000-7000-8000-000000000001'
const subscriptionId = '0198a4b0-0000-7000-8000-000000000002'
const nasId = '0198a4b0-0000-7000-8000-000000000003'
const sessionId = '0198a4b0-0000-7000-8000-000000000004'
const login = { loginId, subscriptionId, username: 'ayesha.home' }
const session = { sessionId, subscriptionId, nasId, username: 'ayesha.home' }
const realm = { realmId: '0198a4b0-0000-7000-8000-000000000006', name: 'roam.example' }
const nas = { nasId, name: 'Gulshan core' }

const eapCertificate = {
  certificateId: '0198a4b0-0000-7000-8000-000000000006',
  role: 'device',
  subject: 'ayesha.home',
  loginId,
  validTo: '2028-06-01T00:00:00Z',
}

const nasCertificate = {
  certificateId: '0198a4b0-0000-7000-8000-000000000008',
  nasId,
  kind: 'issued',
  subject: 'Gulshan core',
  validTo: '2028-06-01T00:00:00Z',
}

/** Interim updates are left out: there are thousands a second. */
export const toldEvents: Readonly<Record<string, EventType>> = {
  'login.created.v1': { summary: 'A login for the network was made', example: login },
  'login.password_changed.v1': { summary: 'A login has a new password', example: login },
  'login.removed.v1': { summary: 'A login was removed', example: login },
  'session.started.v1': { summary: 'A customer came online', example: session },
  'session.ended.v1': {
    summary: 'A customer went offline',
    example: { ...session, uploadBytes: '1200345', downloadBytes: '80021345', cause: 'User-Request' },
  },
  'nas.created.v1': { summary: 'A router was added', example: nas },
  'nas.changed.v1': { summary: 'A router was changed', example: nas },
  'nas.heard.v1': { summary: 'The first RADIUS packet of a router came', example: { nasId } },
  'nas.removed.v1': { summary: 'A router was removed', example: nas },
  'realm.created.v1': { summary: 'Users of another operator may roam here', example: realm },
  'realm.changed.v1': { summary: 'A realm or its home servers were changed', example: realm },
  'realm.removed.v1': { summary: 'A realm was removed', example: realm },
  'eap_certificate.added.v1': { summary: 'A certificate for logins by WPA-Enterprise was issued or uploaded', example: eapCertificate },
  'eap_certificate.revoked.v1': { summary: 'A certificate for logins by WPA-Enterprise was revoked', example: eapCertificate },
  'eap_certificate.ending.v1': {
    summary: 'The certificate that devices see ends within 30 days, and was not issued here: get a new one',
    example: { ...eapCertificate, role: 'server', subject: 'radius.example.com', loginId: null },
  },
  'nas_certificate.added.v1': {
    summary: 'A router that speaks RADIUS over TLS got a certificate, or an authority that vouches for it',
    example: nasCertificate,
  },
  'nas_certificate.revoked.v1': { summary: 'A certificate of a router was revoked; its connection ends', example: nasCertificate },
  'nas_certificate.ending.v1': { summary: 'The certificate of a router ends within 30 days: issue another one', example: nasCertificate },
  'network_command.answered.v1': {
    summary: 'An order to disconnect a session or to change its speed was answered, or turned out to be without effect',
    example: {
      commandId: '0198a4b0-0000-7000-8000-000000000005',
      sessionId,
      subscriptionId,
      nasId,
      kind: 'disconnect',
      via: 'radius',
      reason: 'blocked',
      state: 'acked',
      errorCause: null,
    },
  },
}

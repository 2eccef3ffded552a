import { nasCertificateActions } from '#console/features/access/router-certificates.tsx'
import { ListScreen } from '#console/list-screen.tsx'

/** By what routers are known on RADIUS over TLS; what ends first stands first. */
export const NasCertificates = () => <ListScreen name="nas-certificates" rowActions={nasCertificateActions} />

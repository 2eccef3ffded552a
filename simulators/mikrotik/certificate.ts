/** A self-signed certificate for the simulated router alone: its key is public, so it proves nothing. */
import { X509Certificate } from 'node:crypto'

export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwo414l2HadQhIGtS
U2WYjdrF4DVovRR0D4Ve1v98Cj6hRANCAASGZLpeC+7d0b3eXAeGIC9RHno0rzXs
72quG8w+miNawTd0oeRSzSHWhyggcd1FRA7Ylo6omcB1Tn0NcaBMO81l
-----END PRIVATE KEY-----`

export const cert = `-----BEGIN CERTIFICATE-----
MIIBxzCCAW6gAwIBAgIUOTOy+7HXqxVl+8T8/glCYWcQieowCgYIKoZIzj0EAwIw
JTEjMCEGA1UEAwwadHJ1bmtsaW5lLXNpbXVsYXRlZC1yb3V0ZXIwIBcNMjYxMTIx
MTAxNzE1WhgPMjEyNjEwMjgxMDE3MTVaMCUxIzAhBgNVBAMMGnRydW5rbGluZS1z
aW11bGF0ZWQtcm91dGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEhmS6Xgvu
3dG93lwHhiAvUR56NK817O9qrhvMPpojWsE3dKHkUs0h1ocoIHHdRUQO2JaOqJnA
dU59DXGgTDvNZaN6MHgwHQYDVR0OBBYEFMIrLj2XNwaMyn5/tEdCY0yLzcb3MB8G
A1UdIwQYMBaAFMIrLj2XNwaMyn5/tEdCY0yLzcb3MA8GA1UdEwEB/wQFMAMBAf8w
JQYDVR0RBB4wHIIadHJ1bmtsaW5lLXNpbXVsYXRlZC1yb3V0ZXIwCgYIKoZIzj0E
AwIDRwAwRAIgfUVFbSrXS5K9Vv2Q8JdrOIvacKGNg6eMsNfanDDLV2UCIC0iy6jz
7ecbyusQCV+vrmFLYE/zSRbF5FBIKkC9az+X
-----END CERTIFICATE-----`

/** As `/certificate` shows it: SHA-256 in hexadecimal, without colons. */
export const fingerprint = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase()

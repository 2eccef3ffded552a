/**
 * What the attributes are called, how they are numbered and what their octets mean.
 *
 * Names are those of the RFCs and of common vendor dictionaries, since these are what staff and routers' manuals use.
 * Sources: RFC 2865, 2866, 2869, 3162, 4372, 4818, 5176, 6911; RFC 2548 (Microsoft); the vendors' manuals.
 */

/** How the value's octets are read; `ValueTypes` in values.ts has the TypeScript type of each. */
export const attributeTypes = [
  'text', // UTF-8 without NUL
  'octets',
  'integer', // 32 bits
  'address',
  'ipv6address',
  'ipv6prefix',
  'time', // seconds since 1970
  'ifid', // interface identifier, 64 bits
  'vsa', // Vendor-Specific that does not follow the recommended layout of RFC 2865 §5.26
  'taggedtext', // RFC 2868 §3.1: one tag octet, then text
  'taggedinteger', // RFC 2868 §3.1: one tag octet, then 24 bits
] as const
export type AttributeType = (typeof attributeTypes)[number]

type Row = readonly [number: number, type: AttributeType, values?: Readonly<Record<number, string>>]
type Table = Readonly<Record<string, Row>>

const standard = {
  'User-Name': [1, 'text'],
  'User-Password': [2, 'octets'], // obscured, see passwords.ts
  'CHAP-Password': [3, 'octets'],
  'NAS-IP-Address': [4, 'address'],
  'NAS-Port': [5, 'integer'],
  'Service-Type': [
    6,
    'integer',
    {
      1: 'Login-User',
      2: 'Framed-User',
      3: 'Callback-Login-User',
      4: 'Callback-Framed-User',
      5: 'Outbound-User',
      6: 'Administrative-User',
      7: 'NAS-Prompt-User',
      8: 'Authenticate-Only',
      9: 'Callback-NAS-Prompt',
      10: 'Call-Check',
      11: 'Callback-Administrative',
      17: 'Authorize-Only',
    },
  ],
  'Framed-Protocol': [7, 'integer', { 1: 'PPP', 2: 'SLIP', 3: 'ARAP', 4: 'Gandalf-SLML', 5: 'Xylogics-IPX-SLIP', 6: 'X.75-Synchronous' }],
  'Framed-IP-Address': [8, 'address'],
  'Framed-IP-Netmask': [9, 'address'],
  'Framed-Routing': [10, 'integer', { 0: 'None', 1: 'Broadcast', 2: 'Listen', 3: 'Broadcast-Listen' }],
  'Filter-Id': [11, 'text'],
  'Framed-MTU': [12, 'integer'],
  'Framed-Compression': [13, 'integer', { 0: 'None', 1: 'Van-Jacobson-TCP-IP', 2: 'IPX-Header-Compression', 3: 'Stac-LZS' }],
  'Login-IP-Host': [14, 'address'],
  'Login-Service': [
    15,
    'integer',
    { 0: 'Telnet', 1: 'Rlogin', 2: 'TCP-Clear', 3: 'PortMaster', 4: 'LAT', 5: 'X25-PAD', 6: 'X25-T3POS', 8: 'TCP-Clear-Quiet' },
  ],
  'Login-TCP-Port': [16, 'integer', { 23: 'Telnet', 513: 'Rlogin', 514: 'Rsh' }],
  'Reply-Message': [18, 'text'],
  'Callback-Number': [19, 'text'],
  'Callback-Id': [20, 'text'],
  'Framed-Route': [22, 'text'],
  'Framed-IPX-Network': [23, 'integer'],
  State: [24, 'octets'],
  Class: [25, 'octets'],
  'Vendor-Specific': [26, 'vsa'],
  'Session-Timeout': [27, 'integer'],
  'Idle-Timeout': [28, 'integer'],
  'Termination-Action': [29, 'integer', { 0: 'Default', 1: 'RADIUS-Request' }],
  'Called-Station-Id': [30, 'text'],
  'Calling-Station-Id': [31, 'text'],
  'NAS-Identifier': [32, 'text'],
  'Proxy-State': [33, 'octets'],
  'Login-LAT-Service': [34, 'text'],
  'Login-LAT-Node': [35, 'text'],
  'Login-LAT-Group': [36, 'octets'],
  'Acct-Status-Type': [
    40,
    'integer',
    { 1: 'Start', 2: 'Stop', 3: 'Interim-Update', 7: 'Accounting-On', 8: 'Accounting-Off', 15: 'Failed' },
  ],
  'Acct-Delay-Time': [41, 'integer'],
  'Acct-Input-Octets': [42, 'integer'],
  'Acct-Output-Octets': [43, 'integer'],
  'Acct-Session-Id': [44, 'text'],
  'Acct-Authentic': [45, 'integer', { 1: 'RADIUS', 2: 'Local', 3: 'Remote', 4: 'Diameter' }],
  'Acct-Session-Time': [46, 'integer'],
  'Acct-Input-Packets': [47, 'integer'],
  'Acct-Output-Packets': [48, 'integer'],
  'Acct-Terminate-Cause': [
    49,
    'integer',
    {
      1: 'User-Request',
      2: 'Lost-Carrier',
      3: 'Lost-Service',
      4: 'Idle-Timeout',
      5: 'Session-Timeout',
      6: 'Admin-Reset',
      7: 'Admin-Reboot',
      8: 'Port-Error',
      9: 'NAS-Error',
      10: 'NAS-Request',
      11: 'NAS-Reboot',
      12: 'Port-Unneeded',
      13: 'Port-Preempted',
      14: 'Port-Suspended',
      15: 'Service-Unavailable',
      16: 'Callback',
      17: 'User-Error',
      18: 'Host-Request',
    },
  ],
  'Acct-Multi-Session-Id': [50, 'text'],
  'Acct-Link-Count': [51, 'integer'],
  'Acct-Input-Gigawords': [52, 'integer'],
  'Acct-Output-Gigawords': [53, 'integer'],
  'Event-Timestamp': [55, 'time'],
  'CHAP-Challenge': [60, 'octets'],
  'NAS-Port-Type': [
    61,
    'integer',
    {
      0: 'Async',
      1: 'Sync',
      2: 'ISDN',
      3: 'ISDN-V120',
      4: 'ISDN-V110',
      5: 'Virtual',
      6: 'PIAFS',
      7: 'HDLC-Clear-Channel',
      8: 'X.25',
      9: 'X.75',
      10: 'G.3-Fax',
      11: 'SDSL',
      12: 'ADSL-CAP',
      13: 'ADSL-DMT',
      14: 'IDSL',
      15: 'Ethernet',
      16: 'xDSL',
      17: 'Cable',
      18: 'Wireless-Other',
      19: 'Wireless-802.11',
    },
  ],
  'Port-Limit': [62, 'integer'],
  'Login-LAT-Port': [63, 'text'],
  'ARAP-Password': [70, 'octets'],
  'ARAP-Features': [71, 'octets'],
  'ARAP-Zone-Access': [72, 'integer', { 1: 'Default-Zone', 2: 'Zone-Filter-Inclusive', 4: 'Zone-Filter-Exclusive' }],
  'ARAP-Security': [73, 'integer'],
  'ARAP-Security-Data': [74, 'octets'],
  'Password-Retry': [75, 'integer'],
  Prompt: [76, 'integer', { 0: 'No-Echo', 1: 'Echo' }],
  'Connect-Info': [77, 'text'],
  'Configuration-Token': [78, 'text'],
  'EAP-Message': [79, 'octets'],
  'Message-Authenticator': [80, 'octets'],
  'ARAP-Challenge-Response': [84, 'octets'],
  'Acct-Interim-Interval': [85, 'integer'],
  'NAS-Port-Id': [87, 'text'],
  'Framed-Pool': [88, 'text'],
  'Chargeable-User-Identity': [89, 'octets'],
  'NAS-IPv6-Address': [95, 'ipv6address'],
  'Framed-Interface-Id': [96, 'ifid'],
  'Framed-IPv6-Prefix': [97, 'ipv6prefix'],
  'Login-IPv6-Host': [98, 'ipv6address'],
  'Framed-IPv6-Route': [99, 'text'],
  'Framed-IPv6-Pool': [100, 'text'],
  'Error-Cause': [
    101,
    'integer',
    {
      201: 'Residual-Context-Removed',
      202: 'Invalid-EAP-Packet',
      401: 'Unsupported-Attribute',
      402: 'Missing-Attribute',
      403: 'NAS-Identification-Mismatch',
      404: 'Invalid-Request',
      405: 'Unsupported-Service',
      406: 'Unsupported-Extension',
      407: 'Invalid-Attribute-Value',
      501: 'Administratively-Prohibited',
      502: 'Request-Not-Routable',
      503: 'Session-Context-Not-Found',
      504: 'Session-Context-Not-Removable',
      505: 'Other-Proxy-Processing-Error',
      506: 'Resources-Unavailable',
      507: 'Request-Initiated',
      508: 'Multiple-Session-Selection-Unsupported',
    },
  ],
  'Delegated-IPv6-Prefix': [123, 'ipv6prefix'],
  'Framed-IPv6-Address': [168, 'ipv6address'],
  'DNS-Server-IPv6-Address': [169, 'ipv6address'],
  'Route-IPv6-Information': [170, 'ipv6prefix'],
  'Delegated-IPv6-Prefix-Pool': [171, 'text'],
  'Stateful-IPv6-Address-Pool': [172, 'text'],
} as const satisfies Table

const mikrotik = {
  'Mikrotik-Recv-Limit': [1, 'integer'], // from the client
  'Mikrotik-Xmit-Limit': [2, 'integer'], // to the client
  'Mikrotik-Group': [3, 'text'],
  'Mikrotik-Wireless-Forward': [4, 'integer'],
  'Mikrotik-Wireless-Skip-Dot1x': [5, 'integer'],
  'Mikrotik-Wireless-Enc-Algo': [6, 'integer', { 0: 'No-encryption', 1: '40-bit-WEP', 2: '104-bit-WEP', 3: 'AES-CCM', 4: 'TKIP' }],
  'Mikrotik-Wireless-Enc-Key': [7, 'text'],
  'Mikrotik-Rate-Limit': [8, 'text'], // grammar in rate-limit.ts
  'Mikrotik-Realm': [9, 'text'],
  'Mikrotik-Host-IP': [10, 'address'],
  'Mikrotik-Mark-Id': [11, 'text'],
  'Mikrotik-Advertise-URL': [12, 'text'],
  'Mikrotik-Advertise-Interval': [13, 'integer'],
  'Mikrotik-Recv-Limit-Gigawords': [14, 'integer'],
  'Mikrotik-Xmit-Limit-Gigawords': [15, 'integer'],
  'Mikrotik-Wireless-PSK': [16, 'text'],
  'Mikrotik-Total-Limit': [17, 'integer'],
  'Mikrotik-Total-Limit-Gigawords': [18, 'integer'],
  'Mikrotik-Address-List': [19, 'text'],
  'Mikrotik-Wireless-MPKey': [20, 'text'],
  'Mikrotik-Wireless-Comment': [21, 'text'],
  'Mikrotik-Delegated-IPv6-Pool': [22, 'text'],
  'Mikrotik-DHCP-Option-Set': [23, 'text'],
  'Mikrotik-DHCP-Option-Param-STR1': [24, 'text'],
  'Mikrotik-DHCP-Option-Param-STR2': [25, 'text'],
  'Mikrotik-Wireless-VLANID': [26, 'integer'],
  'Mikrotik-Wireless-VLANID-Type': [27, 'integer', { 0: '802.1q', 1: '802.1ad' }],
  'Mikrotik-Wireless-Minsignal': [28, 'text'],
  'Mikrotik-Wireless-Maxsignal': [29, 'text'],
  'Mikrotik-Switching-Filter': [30, 'text'],
} as const satisfies Table

const wispr = {
  'WISPr-Location-ID': [1, 'text'],
  'WISPr-Location-Name': [2, 'text'],
  'WISPr-Logoff-URL': [3, 'text'],
  'WISPr-Redirection-URL': [4, 'text'],
  'WISPr-Bandwidth-Min-Up': [5, 'integer'], // bit/s, as the next three
  'WISPr-Bandwidth-Min-Down': [6, 'integer'],
  'WISPr-Bandwidth-Max-Up': [7, 'integer'],
  'WISPr-Bandwidth-Max-Down': [8, 'integer'],
  'WISPr-Session-Terminate-Time': [9, 'text'],
  'WISPr-Session-Terminate-End-Of-Day': [10, 'text'],
  'WISPr-Billing-Class-Of-Service': [11, 'text'],
} as const satisfies Table

const chilliSpot = {
  'ChilliSpot-Max-Input-Octets': [1, 'integer'],
  'ChilliSpot-Max-Output-Octets': [2, 'integer'],
  'ChilliSpot-Max-Total-Octets': [3, 'integer'],
  'ChilliSpot-Bandwidth-Max-Up': [4, 'integer'], // kbit/s, unlike WISPr
  'ChilliSpot-Bandwidth-Max-Down': [5, 'integer'],
  'ChilliSpot-Config': [6, 'text'],
  'ChilliSpot-Lang': [7, 'text'],
  'ChilliSpot-Version': [8, 'text'],
  'ChilliSpot-OriginalURL': [9, 'text'],
  'ChilliSpot-Max-Input-Gigawords': [21, 'integer'],
  'ChilliSpot-Max-Output-Gigawords': [22, 'integer'],
  'ChilliSpot-Max-Total-Gigawords': [23, 'integer'],
  'ChilliSpot-UAM-Allowed': [100, 'text'],
  'ChilliSpot-MAC-Allowed': [101, 'text'],
  'ChilliSpot-Interval': [102, 'integer'],
} as const satisfies Table

const microsoft = {
  'MS-CHAP-Response': [1, 'octets'],
  'MS-CHAP-Error': [2, 'octets'],
  'MS-CHAP-CPW-1': [3, 'octets'],
  'MS-CHAP-CPW-2': [4, 'octets'],
  'MS-CHAP-LM-Enc-PW': [5, 'octets'],
  'MS-CHAP-NT-Enc-PW': [6, 'octets'],
  'MS-MPPE-Encryption-Policy': [7, 'integer', { 1: 'Encryption-Allowed', 2: 'Encryption-Required' }],
  'MS-MPPE-Encryption-Types': [8, 'integer', { 2: 'RC4-40bit-Allowed', 4: 'RC4-128bit-Allowed', 6: 'RC4-40or128-bit-Allowed' }],
  'MS-RAS-Vendor': [9, 'integer'],
  'MS-CHAP-Domain': [10, 'octets'],
  'MS-CHAP-Challenge': [11, 'octets'],
  'MS-CHAP-MPPE-Keys': [12, 'octets'],
  'MS-BAP-Usage': [13, 'integer', { 0: 'Not-Allowed', 1: 'Allowed', 2: 'Required' }],
  'MS-Link-Utilization-Threshold': [14, 'integer'],
  'MS-Link-Drop-Time-Limit': [15, 'integer'],
  'MS-MPPE-Send-Key': [16, 'octets'], // salted, see passwords.ts
  'MS-MPPE-Recv-Key': [17, 'octets'],
  'MS-RAS-Version': [18, 'text'],
  'MS-Filter': [22, 'octets'],
  'MS-Acct-Auth-Type': [23, 'integer', { 1: 'PAP', 2: 'CHAP', 3: 'MS-CHAP-1', 4: 'MS-CHAP-2', 5: 'EAP' }],
  'MS-Acct-EAP-Type': [24, 'integer', { 4: 'MD5', 5: 'OTP', 6: 'Generic-Token-Card', 13: 'TLS' }],
  'MS-CHAP2-Response': [25, 'octets'],
  'MS-CHAP2-Success': [26, 'octets'],
  'MS-CHAP2-CPW': [27, 'octets'],
  'MS-Primary-DNS-Server': [28, 'address'],
  'MS-Secondary-DNS-Server': [29, 'address'],
  'MS-Primary-NBNS-Server': [30, 'address'],
  'MS-Secondary-NBNS-Server': [31, 'address'],
} as const satisfies Table

const cisco = {
  'Cisco-AVPair': [1, 'text'],
  'Cisco-NAS-Port': [2, 'text'],
  'Cisco-Policy-Up': [37, 'text'],
  'Cisco-Policy-Down': [38, 'text'],
  'Cisco-Service-Name': [51, 'text'],
  'Cisco-Parent-Session-Id': [52, 'text'],
  'Cisco-Sub-QoS-Pol-In': [55, 'text'],
  'Cisco-Sub-QoS-Pol-Out': [56, 'text'],
  'Cisco-In-ACL': [57, 'text'],
  'Cisco-Out-ACL': [58, 'text'],
  'Cisco-Sub-Activate-Service': [60, 'text'],
  'Cisco-Sub-Deactivate-Service': [63, 'text'],
  'Cisco-Disconnect-Cause': [195, 'integer'],
  'Cisco-Data-Rate': [197, 'integer'],
  'Cisco-Subscriber-Password': [249, 'octets'],
  'Cisco-Account-Info': [250, 'text'],
  'Cisco-Service-Info': [251, 'text'],
  'Cisco-Command-Code': [252, 'octets'],
  'Cisco-Control-Info': [253, 'text'],
  'Cisco-Xmit-Rate': [255, 'integer'],
} as const satisfies Table

/** Juniper E and MX series, by its old name Unisphere. */
const erx = {
  'ERX-Virtual-Router-Name': [1, 'text'],
  'ERX-Address-Pool-Name': [2, 'text'],
  'ERX-Primary-Dns': [4, 'address'],
  'ERX-Secondary-Dns': [5, 'address'],
  'ERX-Primary-Wins': [6, 'address'],
  'ERX-Secondary-Wins': [7, 'address'],
  'ERX-Ingress-Policy-Name': [10, 'text'],
  'ERX-Egress-Policy-Name': [11, 'text'],
  'ERX-Ingress-Statistics': [12, 'integer', { 0: 'disable', 1: 'enable' }],
  'ERX-Egress-Statistics': [13, 'integer', { 0: 'disable', 1: 'enable' }],
  'ERX-Pppoe-Description': [24, 'text'],
  'ERX-Qos-Profile-Name': [26, 'text'],
  'ERX-Service-Bundle': [31, 'text'],
  'ERX-Framed-Ip-Route-Tag': [34, 'text'],
  'ERX-Input-Gigapkts': [42, 'integer'],
  'ERX-Output-Gigapkts': [43, 'integer'],
  'ERX-Ipv6-Primary-Dns': [47, 'ipv6address'],
  'ERX-Ipv6-Secondary-Dns': [48, 'ipv6address'],
  'ERX-Dhcp-Options': [55, 'octets'],
  'ERX-Dhcp-Mac-Addr': [56, 'text'],
  'ERX-Dhcp-Gi-Address': [57, 'address'],
  'ERX-Interface-Desc': [63, 'text'],
  'ERX-Service-Activate': [65, 'taggedtext'],
  'ERX-Service-Deactivate': [66, 'text'],
  'ERX-Service-Volume': [67, 'taggedinteger'],
  'ERX-Service-Timeout': [68, 'taggedinteger'],
  'ERX-Service-Statistics': [69, 'taggedinteger', { 0: 'disable', 1: 'time', 2: 'time-volume' }],
  'ERX-Qos-Parameters': [82, 'text'],
  'ERX-Service-Session': [83, 'text'],
  'ERX-L2c-Up-Stream-Data': [92, 'text'],
  'ERX-L2c-Down-Stream-Data': [93, 'text'],
  'ERX-IPv6-Ingress-Policy-Name': [106, 'text'],
  'ERX-IPv6-Egress-Policy-Name': [107, 'text'],
  'ERX-CoS-Shaping-Pmt-Type': [108, 'text'],
  'ERX-Acc-Loop-Cir-Id': [110, 'text'],
  'ERX-Act-Data-Rate-Up': [113, 'integer'],
  'ERX-Act-Data-Rate-Dn': [114, 'integer'],
  'ERX-Min-Data-Rate-Up': [115, 'integer'],
  'ERX-Min-Data-Rate-Dn': [116, 'integer'],
  'ERX-Att-Data-Rate-Up': [117, 'integer'],
  'ERX-Att-Data-Rate-Dn': [118, 'integer'],
  'ERX-Max-Data-Rate-Up': [119, 'integer'],
  'ERX-Max-Data-Rate-Dn': [120, 'integer'],
  'ERX-IPv6-NdRa-Prefix': [129, 'ipv6prefix'],
  'ERX-Qos-Set-Name': [130, 'text'],
  'ERX-Service-Acct-Interval': [140, 'taggedinteger'],
  'ERX-DownStream-Calc-Rate': [141, 'integer'],
  'ERX-UpStream-Calc-Rate': [142, 'integer'],
  'ERX-Backup-Address-Pool': [147, 'text'],
  'ERX-IPv6-Acct-Input-Octets': [151, 'integer'],
  'ERX-IPv6-Acct-Output-Octets': [152, 'integer'],
  'ERX-IPv6-Acct-Input-Packets': [153, 'integer'],
  'ERX-IPv6-Acct-Output-Packets': [154, 'integer'],
  'ERX-IPv6-Acct-Input-Gigawords': [155, 'integer'],
  'ERX-IPv6-Acct-Output-Gigawords': [156, 'integer'],
  'ERX-IPv6-Delegated-Pool-Name': [161, 'text'],
  'ERX-Client-Profile-Name': [174, 'text'],
  'ERX-Cos-Shaping-Rate': [177, 'text'],
} as const satisfies Table

/** Rates are bit/s; input is what the subscriber sends. */
const huawei = {
  'Huawei-Input-Burst-Size': [1, 'integer'],
  'Huawei-Input-Average-Rate': [2, 'integer'],
  'Huawei-Input-Peak-Rate': [3, 'integer'],
  'Huawei-Output-Burst-Size': [4, 'integer'],
  'Huawei-Output-Average-Rate': [5, 'integer'],
  'Huawei-Output-Peak-Rate': [6, 'integer'],
  'Huawei-Remanent-Volume': [15, 'integer'], // kilobytes
  'Huawei-Tariff-Switch-Interval': [16, 'integer'],
  'Huawei-ISP-ID': [17, 'text'],
  'Huawei-Priority': [22, 'integer'],
  'Huawei-Connect-ID': [26, 'integer'],
  'Huawei-PortalURL': [27, 'text'],
  'Huawei-Exec-Privilege': [29, 'integer'],
  'Huawei-Qos-Profile-Name': [31, 'text'],
  'Huawei-Startup-Stamp': [59, 'integer'],
  'Huawei-IPHost-Addr': [60, 'text'],
  'Huawei-Up-Priority': [61, 'integer'],
  'Huawei-Down-Priority': [62, 'integer'],
  'Huawei-Subnet-Mask': [72, 'address'],
  'Huawei-Gateway-Address': [73, 'address'],
  'Huawei-Lease-Time': [74, 'integer'],
  'Huawei-Input-Peak-Burst-Size': [77, 'integer'],
  'Huawei-Output-Peak-Burst-Size': [78, 'integer'],
  'Huawei-Data-Filter': [82, 'text'],
  'Huawei-Framed-Pool': [88, 'text'],
  'Huawei-Queue-Profile': [91, 'text'],
  'Huawei-VPN-Instance': [94, 'text'],
  'Huawei-Policy-Name': [95, 'text'],
  'Huawei-Primary-DNS': [135, 'address'],
  'Huawei-Secondary-DNS': [136, 'address'],
  'Huawei-Domain-Name': [138, 'text'],
  'Huawei-ANCP-Profile': [139, 'text'],
  'Huawei-HTTP-Redirect-URL': [140, 'text'],
  'Huawei-Acct-IPv6-Input-Octets': [144, 'integer'],
  'Huawei-Acct-IPv6-Output-Octets': [145, 'integer'],
  'Huawei-Acct-IPv6-Input-Packets': [146, 'integer'],
  'Huawei-Acct-IPv6-Output-Packets': [147, 'integer'],
  'Huawei-Acct-IPv6-Input-Gigawords': [148, 'integer'],
  'Huawei-Acct-IPv6-Output-Gigawords': [149, 'integer'],
  'Huawei-User-Mac': [153, 'text'],
  'Huawei-DNS-Server-IPv6-address': [154, 'ipv6address'],
  'Huawei-Framed-Pool-Group': [157, 'text'],
  'Huawei-Framed-IPv6-Address': [158, 'ipv6address'],
  'Huawei-Down-QOS-Profile-Name': [182, 'text'],
  'Huawei-AVpair': [188, 'text'],
  'Huawei-Delegated-IPv6-Prefix-Pool': [191, 'text'],
  'Huawei-User-Group-Name': [251, 'text'],
  'Huawei-Web-URL': [253, 'text'],
} as const satisfies Table

const ascend = {
  'Ascend-Client-Primary-DNS': [135, 'address'],
  'Ascend-Client-Secondary-DNS': [136, 'address'],
  'Ascend-Data-Rate': [197, 'integer'], // bit/s, upload; both directions when alone
  'Ascend-Xmit-Rate': [255, 'integer'],
} as const satisfies Table

const cambium = {
  'Cambium-Auth-Role': [1, 'integer', { 0: 'Invalid', 1: 'Read-Only', 2: 'System-Admin', 3: 'Security-Officer' }],
  'Cambium-ePMP-Data-VLAN-Id': [21, 'integer'],
  'Cambium-ePMP-Management-VLAN-Id': [22, 'integer'],
  'Cambium-ePMP-Max-Burst-Uplink-Rate': [26, 'integer'],
  'Cambium-ePMP-Max-Burst-Downlink-Rate': [27, 'integer'],
  'Cambium-ePMP-UserLevel': [50, 'integer', { 2: 'Install', 3: 'Admin', 4: 'User', 5: 'Read-Only' }],
  'Cambium-ePMP-SM-Priority': [51, 'integer', { 0: 'Normal', 1: 'High', 2: 'Low' }],
  'Cambium-Traffic-Quota-Limit-Up': [151, 'integer'],
  'Cambium-Traffic-Quota-Limit-Down': [152, 'integer'],
  'Cambium-Traffic-Quota-Limit-Up-Gigawords': [153, 'integer'],
  'Cambium-Traffic-Quota-Limit-Down-Gigawords': [154, 'integer'],
  'Cambium-Traffic-Quota-Limit-Total': [155, 'integer'],
  'Cambium-Traffic-Quota-Limit-Total-Gigawords': [156, 'integer'],
  'Cambium-VLAN-Pool-Id': [157, 'text'],
} as const satisfies Table

/** Private enterprise numbers. */
export const vendors = {
  cisco: 9,
  microsoft: 311,
  ascend: 529,
  huawei: 2011,
  erx: 4874,
  wispr: 14122,
  chilliSpot: 14559,
  mikrotik: 14988,
  cambium: 17713,
} as const

const tables = { standard, cisco, microsoft, ascend, huawei, erx, wispr, chilliSpot, mikrotik, cambium } as const

type UnionToIntersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void ? I : never
type Rows = UnionToIntersection<(typeof tables)[keyof typeof tables]>

export type KnownName = keyof Rows & string
/** Of an attribute of the RFCs. */
export type StandardName = keyof typeof standard
/** How an attribute without a row is called; its value is octets. */
export type UnknownName = `Attr-${number}` | `Attr-26.${number}.${number}`
export type AttributeName = KnownName | UnknownName
export type TypeOf<N extends AttributeName> = N extends KnownName ? Rows[N][1] : 'octets'
type ValuesOf<N extends KnownName> = Rows[N] extends readonly [number, AttributeType, infer Values] ? Values[keyof Values] & string : never

export interface Attribute<N extends AttributeName = AttributeName> {
  readonly name: N
  /** 0 for the attributes of the RFCs. */
  readonly vendor: number
  readonly number: number
  readonly type: AttributeType
  /** Names of numbers, for integers that mean something else. */
  readonly values: Readonly<Record<number, string>>
}

const byName = new Map<AttributeName, Attribute>()
const byNumber = new Map<number, Attribute>()
for (const [tableName, table] of Object.entries(tables) as [keyof typeof tables, Table][]) {
  const vendor = tableName === 'standard' ? 0 : vendors[tableName]
  for (const [name, [number, type, values = {}]] of Object.entries(table) as [KnownName, Row][]) {
    const attribute: Attribute = { name, vendor, number, type, values }
    byName.set(name, attribute)
    byNumber.set(vendor * 256 + number, attribute)
  }
}

/** All attributes with a row, for pickers and help. */
export const knownAttributes: readonly Attribute[] = [...byName.values()]

/** @throws RangeError for a name that is neither in a table nor of the form Attr-… */
export function attributeNamed<N extends AttributeName>(name: N): Attribute<N> {
  return (byName.get(name) ?? parseUnknownName(name)) as Attribute<N> // the row of this name, or one made for it
}

/** The attribute with this number; one without a row is called `Attr-<number>` or `Attr-26.<vendor>.<number>`. */
export function attributeNumbered(vendor: number, number: number): Attribute {
  return byNumber.get(vendor * 256 + number) ?? unknownAttribute(vendor, number)
}

/** The number a name stands for: `valueNumber('Acct-Status-Type', 'Start')` is 1. */
export function valueNumber<N extends KnownName>(name: N, valueName: ValuesOf<N>): number {
  return Number(Object.entries(attributeNamed(name).values).find(([, known]) => known === valueName)![0])
}

/** The name of a number, or its digits when it has none: `valueName('Acct-Status-Type', 1)` is "Start". */
export function valueName(name: AttributeName, number: number): string {
  return attributeNamed(name).values[number] ?? String(number)
}

function unknownAttribute(vendor: number, number: number): Attribute {
  const name: UnknownName = vendor === 0 ? `Attr-${number}` : `Attr-26.${vendor}.${number}`
  return { name, vendor, number, type: 'octets', values: {} }
}

function parseUnknownName(name: AttributeName): Attribute {
  const [, vendor = '0', number = ''] = /^Attr-(?:26\.(\d{1,10})\.)?(\d{1,3})$/.exec(name) ?? []
  const attribute = unknownAttribute(Number(vendor), Number(number))
  if (attribute.name !== name || attribute.number > 255 || attribute.vendor > 0xffffffff)
    throw new RangeError(`${name} is not the name of a RADIUS attribute`)
  return attribute
}

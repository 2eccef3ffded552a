// Generated from the OpenAPI document by `npm run gen`; do not edit.

export interface paths {
  '/api/v1/access/plan-preview': {
    /** What routers of each vendor in use would be told of a plan */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            downloadBps: components['schemas']['BigInteger']
            uploadBps: components['schemas']['BigInteger']
            throttledDownloadBps?: components['schemas']['BigInteger'] | null
            throttledUploadBps?: components['schemas']['BigInteger'] | null
            quotaBytes?: components['schemas']['BigInteger'] | null
            quotaPolicy?: 'none' | 'throttle' | 'cut'
            fupTiers?: components['schemas']['FairUseTier'][]
            freeWindows?: components['schemas']['FreeWindow'][]
            speedWindows?: components['schemas']['SpeedWindow'][]
            quality?: components['schemas']['Quality'] | null
            idleTimeoutSeconds?: number | null
            addressPool?: string | null
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['PlanReply'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/access/preview': {
    /** What a login would get on a NAS, and why */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            username: string
            nasId: components['schemas']['Id']
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['AccessPreview']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/accounts/{id}': {
    /** A billing account */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Account']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes how an account is billed */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            billDay?: number
            segment?: string
            taxExempt?: boolean
            /** The account that pays for this one; null: itself */
            billedToId?: components['schemas']['Id'] | null
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Account']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/accounts/{id}/balance': {
    /** What an account owes, by the days it is overdue */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              /** Negative: credit */
              owed: components['schemas']['Money']
              ageing: components['schemas']['Ageing']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/accounts/{id}/charges': {
    /** What waits for the next invoice of an account beside its running periods */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['WaitingCharge'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds something to the next invoice of an account, or takes it off */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            description: string
            /** Negative: taken off */
            amount: components['schemas']['Money']
            taxCategory?: string
            pricesIncludeTax?: boolean
            reason: string
            /** It does not wait longer; default: today */
            billOn?: components['schemas']['PlainDate']
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['WaitingCharge'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/accounts/{id}/saved-method-charges': {
    /** Charges a saved method now */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            amount: components['schemas']['Money']
            /** Default: the newest that can be charged */
            savedMethodId?: components['schemas']['Id']
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': components['schemas']['Checkout']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/accounts/{id}/saved-methods': {
    /** Cards and mandates that are kept for an account, the newest first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SavedMethod'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/accounts/{id}/statement': {
    /** What an account owed before a period, what moved that, and what it owed at the end */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query: {
          from: components['schemas']['PlainDate']
          to: components['schemas']['PlainDate']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['AccountStatement']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/accounts/{id}/statement/document': {
    /** Statement of account as PDF, in the customer's language */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query: {
          from: components['schemas']['PlainDate']
          to: components['schemas']['PlainDate']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/pdf': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/accounts/{id}/statement/mail': {
    /** Sends the customer a statement of account as PDF */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            from: components['schemas']['PlainDate']
            /** Exclusive */
            to: components['schemas']['PlainDate']
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': {}
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/address-conflicts': {
    /** Addresses that two have, fixed ones that a router may hand out, and pools that overlap */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['AddressConflict'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/address-pools': {
    /** Every pool with what open sessions and logins have of it */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              pools: components['schemas']['AddressPoolUse'][]
              /** Addresses and prefixes of open sessions out of no pool */
              outside: components['schemas']['BigInteger']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds a pool of addresses or prefixes */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** As routers know it: Framed-Pool, Framed-IPv6-Pool, Delegated-IPv6-Prefix-Pool */
            name: string
            kind: 'dynamic' | 'static' | 'prefix6' | 'delegated6'
            prefix: string
            /** Mask of what each line gets; usually 32, 64 of a prefix, 56 of a delegated one */
            unitLength?: number
            locationId?: components['schemas']['Id'] | null
            /** The one router that hands it out; behind others the same addresses may be in use too */
            nasId?: components['schemas']['Id'] | null
            note?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['AddressPool']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/address-pools/{id}': {
    /** Changes a pool; sessions and logins keep their addresses */
    put: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** As routers know it: Framed-Pool, Framed-IPv6-Pool, Delegated-IPv6-Prefix-Pool */
            name: string
            kind: 'dynamic' | 'static' | 'prefix6' | 'delegated6'
            prefix: string
            /** Mask of what each line gets; usually 32, 64 of a prefix, 56 of a delegated one */
            unitLength?: number
            locationId?: components['schemas']['Id'] | null
            /** The one router that hands it out; behind others the same addresses may be in use too */
            nasId?: components['schemas']['Id'] | null
            note?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['AddressPool']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Removes a pool; sessions and logins keep their addresses */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/address-pools/{id}/free-addresses': {
    /** Addresses of a pool that no login and no open session has, the next one first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': string[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/address-settings': {
    /** How long logs of NATs are kept */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['AddressSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes how long logs of NATs are kept */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': components['schemas']['AddressSettings']
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['AddressSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/address-traces': {
    /** Who had this address, and this port of it, at this instant; that it was asked is written down */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            address: string
            /** Behind a carrier-grade NAT an address alone says nothing */
            port?: number | null
            at: components['schemas']['Instant']
            /** Of the order or request that allows to ask */
            reference: string
            reason: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['AddressTrace']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/address-traces/{id}': {
    /** A search as it was answered */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['AddressTrace']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/api-keys': {
    /** Makes an API key; its token is shown only in this answer */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            permissions: string[]
            /** Which customers it sees: those assigned to this person, and those at these locations; absent: those that its maker sees */
            rows?: {
              staffId?: components['schemas']['Id'] | null
              locationIds?: components['schemas']['Id'][]
            }
            expiresAt?: components['schemas']['Instant'] | null
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              prefix: string
              token: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/api-keys/{id}': {
    /** Revokes an API key */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/audit/verification': {
    /** Proves that no audit row was altered or removed */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              intact: boolean
              seals: number
              rows: number
              broken: number[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/bill-runs': {
    /** Bills everything that is due on a day */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Default: today in the tenant's time zone; at most 62 days ahead */
            asOf?: components['schemas']['PlainDate']
            /** Whether somebody looks at it and approves it before it posts */
            preview?: boolean
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': components['schemas']['BillRun']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/bill-runs/{id}': {
    /** How far a bill run is */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['BillRun']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/bill-runs/{id}/approval': {
    /** Posts a bill run that was looked at */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['BillRun']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/bill-runs/{id}/discard': {
    /** Gives a bill run up that was looked at */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['BillRun']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/billing-settings': {
    /** How this tenant bills */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['BillingSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes how this tenant bills from the next run on */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** Whether bill runs of the night wait for approval */
            billRuns?: 'automatic' | 'approved'
            /** What the price of a part of a period is counted in */
            dayCount?: 'actual' | 'thirty' | 'thirty-day-months'
            /** Whether the day on which service ends is charged */
            endDay?: 'free' | 'billed'
            /** Whether a first part of a period has an invoice of its own */
            firstPeriod?: 'separate' | 'merged'
            /** What a change of plan does to days that are billed */
            changeCredit?: 'credit' | 'none' | 'full-price'
            /** Whose price the day of a change has */
            changeDay?: 'new-plan' | 'old-plan'
            /** When what a change charges is invoiced */
            invoiceOnChange?: 'now' | 'next'
            /** Quota that a new plan brings in the middle of a cycle: by the days left, or as if it had been had from its beginning */
            quotaOnChange?: 'scaled' | 'full'
            /** How what was paid for days behind the end of service comes back */
            refundOnCancellation?: 'credit' | 'money'
            /** What comes to less waits for the next invoice */
            minimumMinor?: components['schemas']['BigInteger']
            lateFeeMinor?: components['schemas']['BigInteger']
            /** Of what is open */
            lateFeePercent?: string
            /** A preview points at bills that differ by more */
            anomalyPercent?: number
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['BillingSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/change-requests/{id}': {
    /** A change that was asked for */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['ChangeRequest']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/change-requests/{id}/approval': {
    /** Approves a change, to be carried out now or when the cycle is over */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            effective?: 'now' | 'cycle-end'
            note?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['ChangeRequest']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/change-requests/{id}/consent': {
    /** Says that the customer agrees to what the change costs now; then it is decided again */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['ChangeRequest']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/change-requests/{id}/refusal': {
    /** Declines a change */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            note?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['ChangeRequest']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/change-requests/{id}/withdrawal': {
    /** Takes a request back before it is carried out */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['ChangeRequest']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/charges/{id}': {
    /** Takes back a charge that is not billed yet */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/checkouts': {
    /** Asks a customer to pay through a gateway */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            accountId: components['schemas']['Id']
            gatewayId: components['schemas']['Id']
            amount: components['schemas']['Money']
            /** Default: the customer's, else the company's */
            email?: components['schemas']['Email']
            /** The customer agrees that what they pay with is kept and charged again */
            keepsMethod?: boolean
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': components['schemas']['Checkout']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/checkouts/{id}': {
    /** How a checkout stands */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Checkout']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/connections': {
    /** Connects a new customer: customer, plan and login, all of it or nothing */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            customer: components['schemas']['CustomerDraft']
            subscription?: {
              offerId: components['schemas']['Id']
              startOn: components['schemas']['PlainDate']
              billDay?: number
              locationId?: components['schemas']['Id']
              activate?: boolean
            }
            login?: {
              kind?: 'pppoe' | 'hotspot' | 'mac'
              username?: string
              password?: string
              framedAddress?: components['schemas']['IpAddress'] | null
            }
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Connected']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/coupons': {
    /** Makes a coupon */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
            name: string
            reduction: {
              kind: "percent"
              percentOff: string
            } | {
              kind: "amount"
              amountOff: components['schemas']['Money']
            }
            cycles?: number | null
            stackable?: boolean
            validFrom: components['schemas']['PlainDate']
            validTo?: components['schemas']['PlainDate'] | null
            maxRedemptions?: number | null
            appliesTo?: components['schemas']['Id'][]
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Coupon']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/coupons/{id}': {
    /** A coupon */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Coupon']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/coupons/{id}/closing': {
    /** Lets nobody redeem a coupon any more */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Coupon']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/credit-notes/{id}': {
    /** A credit note */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              number: string
              invoiceId: components['schemas']['Id']
              invoiceNumber: string
              accountId: components['schemas']['Id']
              customerId: components['schemas']['Id']
              kind: 'change' | 'pause' | 'cancellation' | 'transfer' | 'correction' | 'goodwill'
              reason: string
              issuedOn: components['schemas']['PlainDate']
              net: components['schemas']['Money']
              tax: components['schemas']['Money']
              total: components['schemas']['Money']
              /** The account's credit from it */
              unallocated: components['schemas']['Money']
              /** What the tax office answered */
              registration: components['schemas']['TaxOfficeAnswer'] | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/credit-notes/{id}/document': {
    /** The credit note as PDF, in the customer's language */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/pdf': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/credit-notes/{id}/registration': {
    /** Keeps what the tax office answered to a credit note: IRN and QR code */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': components['schemas']['TaxOfficeAnswer']
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['TaxOfficeAnswer']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/credit-notes/{id}/tax-form': {
    /** The credit note in the form of the tax office: INV-01, NG-invoice */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxForm']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customer-imports': {
    /** Imports customers: all rows, or none where a value is wrong */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            csv: string
            /** Column of a customer -> header of the file, where the names differ */
            columns?: { [key in 'name' | 'kind' | 'email' | 'phone' | 'language' | 'taxNumber' | 'addressLine' | 'area' | 'city' | 'region' | 'postalCode' | 'latitude' | 'longitude' | 'tags' | 'billDay' | 'segment' | 'taxExempt' | 'currency']?: string }
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              imported: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customer-imports/preview': {
    /** Says what an import would do, row by row */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            csv: string
            /** Column of a customer -> header of the file, where the names differ */
            columns?: { [key in 'name' | 'kind' | 'email' | 'phone' | 'language' | 'taxNumber' | 'addressLine' | 'area' | 'city' | 'region' | 'postalCode' | 'latitude' | 'longitude' | 'tags' | 'billDay' | 'segment' | 'taxExempt' | 'currency']?: string }
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              headers: string[]
              columns: { [key in string]?: string }
              ignored: string[]
              rowCount: number
              sample: ({
                name: string
              } & { [key: string]: unknown })[]
              errorCount: number
              errors: ({
                pointer: string
                detail: string
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers': {
    /** Creates a customer and the account it is billed on */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': components['schemas']['CustomerDraft']
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              customerId: components['schemas']['Id']
              accountId: components['schemas']['Id']
              number: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/tags': {
    /** Tags in use, the most used first */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': string[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds a tag to many customers */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            ids: components['schemas']['Id'][]
            tag: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              done: number
              failed: ({
                id: components['schemas']['Id']
                code: string
                detail: string
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}': {
    /** A customer with its accounts */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              number: string
              version: number
              kind: 'person' | 'organisation'
              name: string
              email: components['schemas']['Email'] | null
              phone: components['schemas']['Phone'] | null
              language: string
              taxNumber: string | null
              addressLine: "" | string
              area: "" | string
              city: "" | string
              region: "" | string
              postalCode: "" | string
              latitude: number | null
              longitude: number | null
              locationId: components['schemas']['Id'] | null
              /** Who of the staff looks after it */
              assignedTo: components['schemas']['Id'] | null
              tags: string[]
              custom: { [key in string]?: string | number | boolean | null }
              state: 'active' | 'archived'
              createdAt: components['schemas']['Instant']
              accounts: components['schemas']['Account'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes a customer */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            kind?: 'person' | 'organisation'
            name?: string
            email?: components['schemas']['Email'] | null
            phone?: components['schemas']['Phone'] | null
            language?: string
            taxNumber?: string | null
            addressLine?: "" | string
            area?: "" | string
            city?: "" | string
            region?: "" | string
            postalCode?: "" | string
            latitude?: number | null
            longitude?: number | null
            locationId?: components['schemas']['Id'] | null
            /** Who of the staff looks after it */
            assignedTo?: components['schemas']['Id'] | null
            tags?: string[]
            custom?: { [key in string]?: string | number | boolean | null }
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Customer']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}/accounts': {
    /** Opens one more account */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            billDay?: number
            segment?: string
            taxExempt?: boolean
            currency?: components['schemas']['Currency']
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Account']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}/archival': {
    /** Archives a customer who has nothing in force */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Takes a customer out of the archive */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}/notes': {
    /** Notes, pinned ones first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['CustomerNote'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds a note */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            text: string
            pinned?: boolean
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['CustomerNote']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}/notes/{noteId}': {
    /** Rewrites or pins a note */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          noteId: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            text?: string
            pinned?: boolean
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['CustomerNote']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Deletes a note */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          noteId: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}/notices': {
    /** What a customer was told, newest first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              items: components['schemas']['Notice'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}/story': {
    /** Everything that happened to a customer, newest first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: {
          before?: components['schemas']['Instant']
          kinds?: string
          limit?: number
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              summary: {
                balance: components['schemas']['Money']
                overdue: components['schemas']['Money']
                lifetime: components['schemas']['Money']
                openInvoices: components['schemas']['BigInteger']
                onlineSessions: components['schemas']['BigInteger']
              }
              items: ({
                at: components['schemas']['Instant']
                kind: 'customer' | 'note' | 'subscription' | 'block' | 'boost' | 'invoice' | 'payment' | 'dunning' | 'session' | 'refused' | 'command' | 'notice'
                id: string
                data: { [key in string]?: unknown }
              })[]
              /** `before` of the next page */
              next: components['schemas']['Instant'] | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}/tags/{tag}': {
    /** Adds a tag */
    put: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          tag: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Removes a tag */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          tag: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/customers/{id}/tax-exemptions': {
    /** Certificates by which a customer is exempt from taxes */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              items: components['schemas']['TaxExemption'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Keeps a certificate: taxes in per cent of its jurisdiction are left out of bills while it is valid */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            jurisdiction: string
            number: string
            reason?: string
            validFrom: components['schemas']['PlainDate']
            /** Included */
            validUntil: components['schemas']['PlainDate']
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['TaxExemption']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/demo/logins': {
    /** Logins of the demo world; none outside it */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              items: ({
                role: string
                name: string
                email: string
                password: string
                tenant: string
                tenantName: string
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/device-recoveries/{id}': {
    /** A task to fetch what was lent to a customer */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['DeviceRecovery']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Gives the task to somebody, closes or opens it */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            state?: 'open' | 'done' | 'dropped'
            ownerId?: components['schemas']['Id'] | null
            note?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['DeviceRecovery']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/document-archives': {
    /** Packs invoices, credit notes or receipts as PDF into ZIP files: of days, or of a bill run */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            kind: 'invoice' | 'credit-note' | 'receipt'
            from?: components['schemas']['PlainDate']
            /** Exclusive */
            to?: components['schemas']['PlainDate']
            /** Instead of days */
            billRunId?: components['schemas']['Id']
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': components['schemas']['DocumentArchive']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/document-archives/{id}': {
    /** How far an archive is, and its files */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['DocumentArchive']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/document-archives/{id}/parts/{part}': {
    /** One ZIP file of an archive; the first has the number 1 */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          part: number
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/zip': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/dunning-holidays': {
    /** Days on which no service is taken away */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['DunningHoliday'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Says anew on which days no service is taken away */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            items: components['schemas']['DunningHoliday'][]
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/dunning-policies': {
    /** How segments are dunned that are not dunned the usual way */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['DunningPolicy'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/dunning-policies/{segment}': {
    /** Says how a segment is dunned */
    put: {
      parameters: {
        path: {
          segment: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** What days are counted from: the due day of each invoice, or the issue of the oldest that is not paid */
            ageBasis: 'due' | 'oldest-issue'
            /** Who owes less keeps service */
            minimumMinor: components['schemas']['BigInteger']
            /** Days of the week, Monday 1, on which no service is taken away: it waits for the next day */
            excludedWeekdays: number[]
            /** Whether service comes back when what is overdue is paid, or with any payment */
            restore: 'full' | 'partial'
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/dunning-runs': {
    /** Takes every dunning step that is due on a day */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Default, and the latest: today in the tenant's time zone */
            asOf?: components['schemas']['PlainDate']
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              /** Invoices */
              reminded: number
              /** Late fees */
              charged: number
              /** Subscriptions */
              suspended: number
              /** Subscriptions */
              ending: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/dunning-stages': {
    /** What happens how many days after an invoice is due */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['DunningStage'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds a dunning stage */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            segment?: string
            days: number
            action: 'remind' | 'retry' | 'late-fee' | 'walled-garden' | 'suspend' | 'terminate'
            /** Of a late fee; with no fee and no percentage, what the billing settings say */
            feeMinor?: components['schemas']['BigInteger']
            /** Of what is open */
            feePercent?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['DunningStage']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/dunning-stages/{id}': {
    /** Moves a dunning stage to another day, action or fee */
    put: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            days: number
            action: 'remind' | 'retry' | 'late-fee' | 'walled-garden' | 'suspend' | 'terminate'
            /** Of a late fee; with no fee and no percentage, what the billing settings say */
            feeMinor?: components['schemas']['BigInteger']
            /** Of what is open */
            feePercent?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['DunningStage']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Removes a dunning stage at which nothing happened yet */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/eap-certificates': {
    /** Makes a certificate for logins by WPA-Enterprise, signed by the own authority; the newest is the one that devices see */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            hostname: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['EapCertificate']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/eap-certificates/uploads': {
    /** Takes a certificate from elsewhere for logins by WPA-Enterprise */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** PEM, with those above it behind it */
            certificate: string
            /** PEM, without a password. It is never shown again. */
            key: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['EapCertificate']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/eap-certificates/{id}': {
    /** A certificate of WPA-Enterprise; that of the authority is for devices to trust */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['EapCertificate']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/eap-certificates/{id}/revocation': {
    /** Revokes a certificate: it opens nothing from the next login on */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['EapCertificate']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/engage-settings': {
    /** How this tenant tells its customers */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['EngageSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes mails to customers from now on */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** The PDF goes with the mail that an invoice, a credit note or a receipt is ready */
            attachDocument?: boolean
            /** With an invoice, so does the form of the tax office as JSON, where there is one */
            attachTaxForm?: boolean
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['EngageSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/event-failures/{id}/replay': {
    /** Hands a parked event to its subscriber once more */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              replayed: boolean
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/files/{id}': {
    /** A picture that all staff may see, such as the logo */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'image/*': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/gateway-providers': {
    /** Providers that can be connected, with the schema of what each needs */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': ({
              provider: string
              title: string
              currencies: components['schemas']['Currency'][]
              settings: { [key in string]?: unknown }
              credentials: { [key in string]?: unknown }
            })[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/gateways': {
    /** Gateways that money is taken through */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Gateway'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Connects a gateway */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            settings?: { [key in string]?: string }
            /** Written, never read back */
            credentials?: { [key in string]?: string }
            enabled?: boolean
            provider: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Gateway']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/gateways/{id}': {
    /** Changes a gateway */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            settings?: { [key in string]?: string }
            /** Written, never read back */
            credentials?: { [key in string]?: string }
            enabled?: boolean
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Gateway']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/gateways/{id}/test': {
    /** Tests the connection to a gateway */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              works: boolean
              detail: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/hotspot-settings': {
    /** How the captive portal looks and what it offers */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['HotspotSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes the captive portal; what is left out stays */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            welcome?: string
            offerIds?: components['schemas']['Id'][]
            /** Of payments; null: only vouchers are taken */
            gatewayId?: components['schemas']['Id'] | null
            trialOfferId?: components['schemas']['Id'] | null
            /** For the pass by one-time code too */
            trialEveryHours?: number
            /** A pass for whoever types a one-time code that was sent to their telephone */
            codeOfferId?: components['schemas']['Id'] | null
            /** The same code lets customers into the hotspot service that they have */
            codeForCustomers?: boolean
            codesPerHourMax?: number
            /** Minutes of internet for whoever has to reach their bank */
            paymentOfferId?: components['schemas']['Id'] | null
            gatewayHosts?: string[]
            unifiUrl?: string | null
            unifiSite?: string | null
            unifiUsername?: string | null
            /** fas_secure_enabled of openNDS gateways; null: there are none */
            openndsLevel?: 1 | 2 | 3 | 4 | null
            uamSecret?: string | null
            unifiPassword?: string | null
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/hotspot-settings/opennds-key': {
    /** Makes a new key for openNDS gateways and tells it once, in the lines that are typed there; the key before works no more */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        201: {
          content: {
            'application/json': {
              setup: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/hotspot-settings/walled-garden': {
    /** What gateways have to let through before anybody has logged in, in the words of each */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              hosts: string[]
              mikrotik: string
              coova: string
              unifi: string
              cambium: string
              opennds: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/insight/home': {
    /** The business in one look */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              online: {
                now: components['schemas']['BigInteger']
                uploadBps: components['schemas']['BigInteger']
                downloadBps: components['schemas']['BigInteger']
              }
              subscriptions: {
                active: components['schemas']['BigInteger']
                suspended: components['schemas']['BigInteger']
                /** At the end of each of the days of `revenue` */
                inService: components['schemas']['BigInteger'][]
              }
              customers: {
                all: components['schemas']['BigInteger']
                newThisMonth: components['schemas']['BigInteger']
              }
              revenue: {
                today: components['schemas']['Money']
                month: components['schemas']['Money']
                lastMonthSoFar: components['schemas']['Money']
                days: ({
                  day: components['schemas']['PlainDate']
                  received: components['schemas']['Money']
                  invoiced: components['schemas']['Money']
                })[]
              }
              arrears: {
                total: components['schemas']['Money']
                accounts: components['schemas']['BigInteger']
                /** At the end of each of the days of `revenue` */
                days: components['schemas']['Money'][]
              }
              failedLogins: {
                lastHour: components['schemas']['BigInteger']
                hours: ({
                  hour: components['schemas']['Instant']
                  reason: string
                  attempts: components['schemas']['BigInteger']
                })[]
              }
              traffic: ({
                hour: components['schemas']['Instant']
                uploadBytes: components['schemas']['BigInteger']
                downloadBytes: components['schemas']['BigInteger']
                online: components['schemas']['BigInteger']
              })[]
              attention: ({
                kind: string
                count: components['schemas']['BigInteger']
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}': {
    /** An invoice with its lines, taxes and dunning steps */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              number: string
              accountId: components['schemas']['Id']
              customerId: components['schemas']['Id']
              state: 'open' | 'paid' | 'void' | 'written-off'
              /** ISO 3166: a region, or the country */
              placeOfSupply: string
              issuedOn: components['schemas']['PlainDate']
              dueOn: components['schemas']['PlainDate']
              periodFrom: components['schemas']['PlainDate']
              /** Exclusive */
              periodTo: components['schemas']['PlainDate']
              net: components['schemas']['Money']
              tax: components['schemas']['Money']
              total: components['schemas']['Money']
              paid: components['schemas']['Money']
              paidAt: components['schemas']['Instant'] | null
              promisedUntil: components['schemas']['PlainDate'] | null
              lines: ({
                line: number
                /** Whose it is, where that is not the account that is billed */
                account: {
                  id: components['schemas']['Id']
                  number: string
                  customerName: string
                } | null
                subscriptionId: components['schemas']['Id'] | null
                kind: 'recurring' | 'one-time' | 'usage' | 'adjustment' | 'late-fee' | 'termination-fee' | 'rounding'
                description: string
                periodFrom: components['schemas']['PlainDate'] | null
                periodTo: components['schemas']['PlainDate'] | null
                quantity: string
                unit: components['schemas']['Money']
                net: components['schemas']['Money']
                tax: components['schemas']['Money']
                taxPercent: string
                taxCategory: string
                supplyCode: string
              })[]
              taxes: ({
                code: string
                name: string
                /** ISO 3166: who gets it */
                jurisdiction: string
                supplyCode: string
                percent: string
                /** Its base */
                net: components['schemas']['Money']
                tax: components['schemas']['Money']
              })[]
              withholdings: components['schemas']['TaxWithholding'][]
              /** What the tax office answered */
              registration: components['schemas']['TaxOfficeAnswer'] | null
              dunning: ({
                action: 'remind' | 'retry' | 'late-fee' | 'walled-garden' | 'suspend' | 'terminate'
                days: number
                takenOn: components['schemas']['PlainDate']
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/credit-notes': {
    /** What was taken back of an invoice */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['CreditNote'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Takes back an invoice, or parts of its lines, with the taxes they bore */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** None: all that is left of the invoice */
            lines?: ({
              line: number
              /** Default: all that is left of the line */
              net?: components['schemas']['Money']
            })[]
            kind?: 'correction' | 'goodwill'
            reason: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['CreditNote']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/document': {
    /** The invoice as PDF, in the customer's language */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/pdf': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/payments': {
    /** The payments that paid an invoice */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': ({
              paymentId: components['schemas']['Id']
              number: string
              method: string
              receivedAt: components['schemas']['Instant']
              /** Of the payment, for this invoice */
              amount: components['schemas']['Money']
            })[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/promise': {
    /** Waits with dunning until a promised day is over */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            until: components['schemas']['PlainDate']
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Invoice']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/rebilling': {
    /** Takes a whole invoice back and bills its days again, as terms are now */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            reason: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['CreditNote']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/registration': {
    /** Keeps what the tax office answered to an invoice: IRN and QR code */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': components['schemas']['TaxOfficeAnswer']
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['TaxOfficeAnswer']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/tax-form': {
    /** The invoice in the form of the tax office: INV-01, Mushak-6.3 */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxForm']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/void': {
    /** Takes an unpaid invoice back; it keeps its number */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Invoice']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/withholdings': {
    /** Settles a part of an invoice with a certificate of tax that the customer withheld */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Section of the law, like 194J */
            code: string
            certificateNumber: string
            certifiedOn: components['schemas']['PlainDate']
            periodFrom: components['schemas']['PlainDate']
            /** Exclusive */
            periodTo: components['schemas']['PlainDate']
            amount: components['schemas']['Money']
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['TaxWithholding']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/write-off': {
    /** Writes off what an invoice has open as a bad debt */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            reason: string
            /** Only where the law gives taxes of bad debts back; see /tax-pack */
            takesTaxesBack?: boolean
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['WriteOff']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/write-off-reversal': {
    /** Expects the money of an invoice that was written off after all; it is open again */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            reason: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['WriteOff']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/invoices/{id}/write-offs': {
    /** What of an invoice was written off, and what of that was paid after all */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['WriteOff'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger-settings': {
    /** How this tenant keeps its books */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              /** How often deferred revenue is recognised */
              recognition: 'daily' | 'monthly'
              /** Nothing is booked before this day */
              closedUntil: components['schemas']['PlainDate'] | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes how this tenant keeps its books */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            /** How often deferred revenue is recognised */
            recognition: 'daily' | 'monthly'
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              /** How often deferred revenue is recognised */
              recognition: 'daily' | 'monthly'
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/accounts': {
    /** The chart of accounts */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              items: components['schemas']['LedgerAccount'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds an account of one’s own to the chart */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            number: string
            name: string
            kind: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['LedgerAccount']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/accounts/{id}': {
    /** An account of the chart */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['LedgerAccount']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Renames or renumbers an account */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            number?: string
            name?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['LedgerAccount']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Deletes an account of one’s own that was never booked on */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/accounts/{id}/card': {
    /** What moved an account in a period, with its balances before and after */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query: {
          from: components['schemas']['PlainDate']
          to: components['schemas']['PlainDate']
          after?: string
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              account: components['schemas']['LedgerAccount']
              balances: ({
                /** Debits positive, likewise the closing balance */
                opening: components['schemas']['Money']
                debits: components['schemas']['Money']
                credits: components['schemas']['Money']
                closing: components['schemas']['Money']
              })[]
              lines: ({
                entryId: components['schemas']['Id']
                bookedOn: components['schemas']['PlainDate']
                description: string
                sourceKind: string
                sourceId: components['schemas']['Id']
                /** Debits positive */
                amount: components['schemas']['Money']
              })[]
              /** `after` of the next page */
              next: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/closings': {
    /** Closes a month and every one before it */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Any day of it */
            month: components['schemas']['PlainDate']
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/entries': {
    /** Books a journal */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            bookedOn: components['schemas']['PlainDate']
            description: string
            lines: ({
              ledgerAccountId: components['schemas']['Id']
              /** Debits positive */
              amount: components['schemas']['Money']
            })[]
            /** Needed for a day of a closed month, with the permission ledger.override */
            overrideReason?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/entries/{id}': {
    /** An entry and its postings */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['LedgerEntry']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/export': {
    /** The books of a period, for a spreadsheet or another accounting program */
    get: {
      parameters: {
        path?: never
        query: {
          from: components['schemas']['PlainDate']
          to: components['schemas']['PlainDate']
          format?: 'csv' | 'tally' | 'iif'
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/csv': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/months': {
    /** The months of the books, the latest first, and which of them are closed */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              items: ({
                /** Its first day */
                month: components['schemas']['PlainDate']
                entries: components['schemas']['BigInteger']
                isClosed: boolean
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/reopenings': {
    /** Reopens a month and every one after it */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Any day of it */
            month: components['schemas']['PlainDate']
            reason: string
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/statements': {
    /** Trial balance, profit and loss, and balance sheet of a period, in each currency */
    get: {
      parameters: {
        path?: never
        query: {
          from: components['schemas']['PlainDate']
          to: components['schemas']['PlainDate']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              statements: components['schemas']['FinancialStatement'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/ledger/trial-balance': {
    /** Balance of every ledger account on a day */
    get: {
      parameters: {
        path?: never
        query?: {
          on?: components['schemas']['PlainDate']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              on: components['schemas']['PlainDate']
              accounts: ({
                id: components['schemas']['Id']
                code: string | null
                number: string
                name: string
                renamed: boolean
                kind: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
                balance: components['schemas']['Money']
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/lists': {
    /** Every list the caller may read */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': ({
              name: string
              columns: ({
                key: string
                type: string
              } & { [key: string]: unknown })[]
              defaultSort: string
              searchable: boolean
            } & { [key: string]: unknown })[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/lists/{name}': {
    /** Columns, operators and actions of a list */
    get: {
      parameters: {
        path: {
          name: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              name: string
              columns: ({
                key: string
                type: string
              } & { [key: string]: unknown })[]
              defaultSort: string
              searchable: boolean
            } & { [key: string]: unknown }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/lists/{name}/actions/{action}': {
    /** Does an action for many rows */
    post: {
      parameters: {
        path: {
          name: string
          action: string
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            ids?: string[]
            filter?: {
              /** What a person typed */
              q?: string
              /** Filter `column:operator:value`; repeat for more, all must hold. `in` takes values with commas. */
              f?: string | string[]
              /** Column, with - in front for descending */
              sort?: string
            }
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              done: number
              failed: ({
                id: string
                code: string
                detail: string
                values?: { [key in string]?: unknown }
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/lists/{name}/export': {
    /** All rows that match, as CSV or as a workbook of Excel */
    get: {
      parameters: {
        path: {
          name: string
        }
        query?: {
          q?: string
          f?: string | string[]
          sort?: string
          format?: 'csv' | 'xlsx'
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/csv': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/lists/{name}/rows': {
    /** A page of rows */
    get: {
      parameters: {
        path: {
          name: string
        }
        query?: {
          q?: string
          f?: string | string[]
          sort?: string
          limit?: number
          cursor?: string
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              items: ({
                id: string
              } & { [key: string]: unknown })[]
              next: string | null
              total: number
              totalIsExact: boolean
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/live': {
    /** Stream of events as they happen (server-sent events) */
    get: {
      parameters: {
        path?: never
        query?: {
          topics?: string
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/event-stream': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/locations': {
    /** Adds a location */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            address?: "" | string
            position?: {
              latitude: number
              longitude: number
            } | null
            branchCode?: string | null
            taxNumber?: "" | string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Location']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/locations/{id}': {
    /** A location */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Location']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Renames or moves a location */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            address?: "" | string
            position?: {
              latitude: number
              longitude: number
            } | null
            branchCode?: string | null
            taxNumber?: "" | string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Location']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Deletes a location that nothing uses */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/logins/{id}': {
    /** Deletes a login */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/logins/{id}/certificates': {
    /** Issues a certificate with which a device logs in without a password (EAP-TLS) */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              role: 'authority' | 'server' | 'device'
              subject: string
              loginId: components['schemas']['Id'] | null
              /** PEM */
              certificate: string
              /** SHA-256, hexadecimal */
              fingerprint: string
              /** By the own authority; else uploaded */
              issued: boolean
              validFrom: components['schemas']['Instant']
              validTo: components['schemas']['Instant']
              revokedAt: components['schemas']['Instant'] | null
              /** A .p12 file in Base64, made this once: key, certificate and authority */
              file: string
              /** Of the file; shown this once */
              password: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/logins/{id}/password': {
    /** Makes a new password */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            password?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['LoginCredentials']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/mail-settings': {
    /** How mails to customers leave */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['MailSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes how mails to customers leave; what is left out stays */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            senderName?: string | null
            replyTo?: string | null
            server?: {
              host: string
              port: number
              /** tls: from the start, usually port 465; starttls: usually port 587 */
              security: 'tls' | 'starttls' | 'none'
              /** The address mails are from; the server must be allowed to send for it */
              senderAddress: string
              /** Null: the server asks nobody who they are */
              username: string | null
              /** Left out: the one kept for this user */
              password?: string
            } | null
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['MailSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/mail-settings/test': {
    /** Sends a mail as customers get it, now, and tells what the server answered */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            to: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              state: 'sent' | 'skipped' | 'failed'
              answer: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me': {
    /** Changes the own name or language */
    patch: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            locale?: components['schemas']['Locale'] | null
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              name: string
              locale: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/passkeys': {
    /** Adds a passkey the browser made */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            response: {
              id: string
              response: { [key in string]?: unknown }
            } & { [key: string]: unknown }
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/passkeys/options': {
    /** What a browser needs to make a passkey */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        200: {
          content: {
            'application/json': { [key in string]?: unknown }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/passkeys/{id}': {
    /** Removes a passkey */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/password': {
    /** Changes the own password and ends the other sessions */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            current: string
            password: string
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/recovery-codes': {
    /** Makes new recovery codes; those before are good no more */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              /** Each is good once, in place of a code of the app */
              recoveryCodes: string[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/second-factors': {
    /** Whether an authenticator app is set up, how many recovery codes are left, and the own passkeys */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              totp: boolean
              recoveryCodesLeft: number
              passkeys: ({
                id: components['schemas']['Id']
                name: string
                createdAt: components['schemas']['Instant']
                usedAt: components['schemas']['Instant'] | null
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/sessions': {
    /** Where one is signed in */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              items: ({
                id: components['schemas']['Id']
                userAgent: string
                address: string
                createdAt: components['schemas']['Instant']
                seenAt: components['schemas']['Instant']
                isCurrent: boolean
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/sessions/{id}': {
    /** Ends a session */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/totp': {
    /** Begins to set up an authenticator app */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              secret: string
              uri: string
              /** PNG as data: URL */
              qr: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Removes the authenticator app */
    delete: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/me/totp/confirmation': {
    /** Confirms the authenticator app with its first code; the answer holds recovery codes, this once */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              /** Each is good once, in place of a code of the app */
              recoveryCodes: string[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas': {
    /** Adds a NAS */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            /** Source address of its packets; null for one known by its certificate alone */
            address?: components['schemas']['IpAddress'] | null
            /** RADIUS over TLS: SHA-256 of its certificate */
            certificateFingerprint?: string | null
            /** RADIUS over TLS: a subjectAltName of its certificate, signed by an authority that the installation trusts */
            certificateName?: string | null
            identifier?: string | null
            vendor: 'mikrotik' | 'cisco' | 'juniper' | 'huawei' | 'ubiquiti' | 'accel-ppp' | 'chillispot' | 'cambium' | 'generic'
            requireMessageAuthenticator?: boolean
            coaPort?: number
            interimSeconds?: number
            walledGarden?: string | null
            /** Requests beyond are dropped; null: no limit */
            requestsPerSecondMax?: number | null
            /** Whether a voucher is a user name at the login page of the router itself, and its password the same or empty */
            voucherPassword?: 'off' | 'same' | 'empty'
            locationId?: components['schemas']['Id'] | null
            enabled?: boolean
            /** Shared secret. It is never shown again. */
            secret: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Nas']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas-certificates/{id}/revocation': {
    /** Revokes a certificate of a NAS, or an authority: it opens nothing any more, and its connection ends */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['NasCertificate']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}': {
    /** A NAS, without its secret */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Nas']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes a NAS; with `secret`, its shared secret */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            /** Source address of its packets; null for one known by its certificate alone */
            address?: components['schemas']['IpAddress'] | null
            /** RADIUS over TLS: SHA-256 of its certificate */
            certificateFingerprint?: string | null
            /** RADIUS over TLS: a subjectAltName of its certificate, signed by an authority that the installation trusts */
            certificateName?: string | null
            identifier?: string | null
            vendor?: 'mikrotik' | 'cisco' | 'juniper' | 'huawei' | 'ubiquiti' | 'accel-ppp' | 'chillispot' | 'cambium' | 'generic'
            requireMessageAuthenticator?: boolean
            coaPort?: number
            interimSeconds?: number
            walledGarden?: string | null
            /** Requests beyond are dropped; null: no limit */
            requestsPerSecondMax?: number | null
            /** Whether a voucher is a user name at the login page of the router itself, and its password the same or empty */
            voucherPassword?: 'off' | 'same' | 'empty'
            locationId?: components['schemas']['Id'] | null
            enabled?: boolean
            /** Shared secret. It is never shown again. */
            secret?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Nas']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Deletes a NAS that never had a session */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}/authorities': {
    /** Believes an authority of the owner of a NAS, for the name that stands with this NAS alone */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** PEM of the authority that signs its certificates itself */
            certificate: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['NasCertificate']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}/certificates': {
    /** Issues a client certificate by which a NAS is known on RADIUS over TLS */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              nasId: components['schemas']['Id']
              /** `issued` by the own authority, or an `authority` that vouches for the name of the NAS */
              kind: 'issued' | 'authority'
              subject: string
              /** PEM */
              certificate: string
              /** SHA-256, hexadecimal */
              fingerprint: string
              validFrom: components['schemas']['Instant']
              validTo: components['schemas']['Instant']
              revokedAt: components['schemas']['Instant'] | null
              /** PEM; shown this once */
              key: string
              /** PEM of who signed it */
              authority: string
              /** A .p12 file in Base64, made this once: key, certificate and authority */
              file: string
              /** Of the file; shown this once */
              password: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}/configuration': {
    /** What to type into the router; for MikroTik what takes everything back */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              text: string
              isUndo: boolean
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}/look': {
    /** Looks at a router now; the answer comes as an event */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        202: {
          content: {
            'application/json': {}
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}/management': {
    /** Enters how the API of a router is reached */
    put: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            uses?: ('hotspot' | 'pppoe')[]
            address: string
            protocol?: 'api' | 'api-ssl' | 'rest'
            port?: number
            username: string
            /** Absent keeps the one there is, while user, address and certificate are the same */
            password?: string
            /** Of its certificate; null where a public authority signed it */
            fingerprint?: string | null
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              uses: ('hotspot' | 'pppoe')[]
              address: string
              protocol: 'api' | 'api-ssl' | 'rest'
              port: number
              username: string
              fingerprint: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}/readings': {
    /** Sessions and traffic of a router, every five minutes */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: {
          hours?: number
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': ({
              at: components['schemas']['Instant']
              sessions: number
              uploadBps: components['schemas']['BigInteger']
              downloadBps: components['schemas']['BigInteger']
            })[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}/resync': {
    /** Tells a router anew what every open session should be */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        202: {
          content: {
            'application/json': {
              subscriptions: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nas/{id}/router': {
    /** How a router is managed, what it is, and its check list */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Router']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nat-mappings': {
    /** Takes blocks of ports from the log of a NAT; told twice, nothing changes */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            mappings: components['schemas']['NatMapping'][]
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              added: number
              /** Known before, and now with their end */
              ended: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nat-mappings/files': {
    /** Takes the log of a NAT as the lines of a file, and says which lines it could not take; told twice, nothing changes */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Lines of the file: CSV below a line of names, or JSON, an object in each */
            text: string
            /** The line of names, for all parts of a CSV file but the first */
            header?: string
            /** Number of the first line in its file */
            firstLine?: number
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TakenNatLog']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nat-rules': {
    /** Adds a NAT that computes ports instead of logging them */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Of the NAT, as the answer of a search names it */
            name: string
            privatePrefix: string
            publicPrefix: string
            firstPort?: number
            portsEach: number
            from: components['schemas']['Instant']
            until?: components['schemas']['Instant'] | null
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['NatRule']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nat-rules/{id}/end': {
    /** Ends a rule now; what it computed before stays traceable */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['NatRule']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/nat-rules/{id}/successor': {
    /** Changes the layout of a NAT: ends a rule at the instant at which the next one begins */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Of the NAT, as the answer of a search names it */
            name: string
            privatePrefix: string
            publicPrefix: string
            firstPort?: number
            portsEach: number
            from: components['schemas']['Instant']
            until?: components['schemas']['Instant'] | null
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['NatRule']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/password-resets': {
    /** Asks for a link to choose a new password */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            email: components['schemas']['Email']
          }
        }
      }
      responses: {
        202: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/password-resets/confirm': {
    /** Chooses a password with the token of a link: a reset or an invitation */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            token: string
            password: string
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/payments': {
    /** Takes money in at the desk */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            accountId: components['schemas']['Id']
            amount: components['schemas']['Money']
            method: 'cash' | 'bank' | 'mobile-money'
            /** Of the bank slip or transfer; the same again is the same payment */
            reference?: string
            /** Default: now */
            receivedAt?: components['schemas']['Instant']
            note?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Payment']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/payments/{id}': {
    /** A payment and what it paid */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              number: string
              accountId: components['schemas']['Id']
              customerId: components['schemas']['Id']
              amount: components['schemas']['Money']
              method: string
              reference: string
              checkoutId: components['schemas']['Id'] | null
              /** Kept as the account's credit */
              unallocated: components['schemas']['Money']
              note: string
              receivedAt: components['schemas']['Instant']
              allocations: ({
                invoiceId: components['schemas']['Id']
                invoiceNumber: string
                dueOn: components['schemas']['PlainDate']
                amount: components['schemas']['Money']
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/payments/{id}/receipt': {
    /** The receipt as PDF, in the customer's language */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/pdf': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/payments/{id}/refunds': {
    /** Gives money back; what it had paid is open again */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** Default: all that is left of it */
            amount?: components['schemas']['Money']
            reason: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Refund']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plan-migrations': {
    /** Moves all who have older terms of a plan, in the background */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            offerId: components['schemas']['Id']
            toVersionId: components['schemas']['Id']
            fromVersionIds?: components['schemas']['Id'][]
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['PlanMigration']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plan-migrations/preview': {
    /** Who would move to newer terms of their plan, and what it does to their price */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            offerId: components['schemas']['Id']
            toVersionId: components['schemas']['Id']
            fromVersionIds?: components['schemas']['Id'][]
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['PlanMigrationPreview']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plan-migrations/{id}': {
    /** How far a migration is */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['PlanMigration']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plan-migrations/{id}/stop': {
    /** Stops a migration; those who were moved stay moved */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['PlanMigration']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plans': {
    /** Drafts a plan with its first version */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
            name: string
            description?: string
            kind?: 'plan' | 'add-on' | 'top-up'
            appliesTo?: components['schemas']['Id'][]
            technology: 'fibre' | 'pppoe' | 'hotspot' | 'wireless' | 'mobile'
            terms: components['schemas']['PlanTerms']
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              offerId: components['schemas']['Id']
              versionId: components['schemas']['Id']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plans/{id}': {
    /** A plan with its versions */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Plan']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Renames or describes a plan */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            description?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              code: string
              name: string
              description: string
              kind: 'plan' | 'add-on' | 'top-up'
              appliesTo: components['schemas']['Id'][]
              technology: 'fibre' | 'pppoe' | 'hotspot' | 'wireless' | 'mobile'
              state: 'draft' | 'published' | 'retired'
              version: number
              createdAt: components['schemas']['Instant']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plans/{id}/publication': {
    /** Puts a plan on sale */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              code: string
              name: string
              description: string
              kind: 'plan' | 'add-on' | 'top-up'
              appliesTo: components['schemas']['Id'][]
              technology: 'fibre' | 'pppoe' | 'hotspot' | 'wireless' | 'mobile'
              state: 'draft' | 'published' | 'retired'
              version: number
              createdAt: components['schemas']['Instant']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plans/{id}/retirement': {
    /** Takes a plan off sale */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              code: string
              name: string
              description: string
              kind: 'plan' | 'add-on' | 'top-up'
              appliesTo: components['schemas']['Id'][]
              technology: 'fibre' | 'pppoe' | 'hotspot' | 'wireless' | 'mobile'
              state: 'draft' | 'published' | 'retired'
              version: number
              createdAt: components['schemas']['Instant']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/plans/{id}/versions': {
    /** Adds terms that hold from a day on */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': components['schemas']['PlanTerms']
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              versionId: components['schemas']['Id']
              number: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/proformas': {
    /** Writes a proforma invoice of what a step would cost; nothing is billed */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            ask: components['schemas']['QuoteAsk']
            validDays?: number
            /** The customer gets it by mail */
            isMailed?: boolean
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Proforma']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/proformas/{id}': {
    /** A proforma invoice */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Proforma']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/proformas/{id}/document': {
    /** The proforma invoice as PDF, in the customer's language */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/pdf': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/quotes': {
    /** What a step would cost, line by line, and the invoices after it; nothing is changed */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': components['schemas']['QuoteAsk']
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Quote']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/quotes/agreements': {
    /** Makes a change for what was quoted; refused with the new quote where it would cost something else now */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            ask: components['schemas']['ChangeAsk']
            /** Of the quote that was agreed to */
            fingerprint: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              subscriptionId: components['schemas']['Id']
              state: 'pending' | 'active' | 'paused' | 'suspended' | 'cancelled' | 'ended'
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/realms': {
    /** Adds a realm, whose users are asked for at their home servers */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            stripsRealm?: boolean
            forwardsAccounting?: boolean
            requireMessageAuthenticator?: boolean
            /** How long a home server may take before the next is asked */
            timeoutMs?: number
            /** Attributes of answers that reach the routers, besides those that a login needs */
            believed?: string[]
            enabled?: boolean
            servers: ({
              /** Of a server that is there already */
              id?: components['schemas']['Id']
              address: string
              transport?: 'udp' | 'tls'
              authPort?: number
              acctPort?: number
              /** By TLS: the name in its certificate; null: its address */
              certificateName?: string | null
              /** By TLS: PEM of who vouches for it, or of its own certificate; null: the authorities of the installation */
              authority?: string | null
              /** By TLS: what we prove ourselves by, PEM with those above it; null: the certificate of the installation */
              clientCertificate?: string | null
              /** By UDP: the shared secret; absent: that of the server with this id. It is never shown again. */
              secret?: string
              /** Private key of the client certificate, PEM; absent: that of the server with this id and certificate. It is never shown again. */
              clientKey?: string
            })[]
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Realm']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/realms/{id}': {
    /** A realm, without the secrets of its home servers */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Realm']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes a realm and its home servers */
    put: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            stripsRealm?: boolean
            forwardsAccounting?: boolean
            requireMessageAuthenticator?: boolean
            /** How long a home server may take before the next is asked */
            timeoutMs?: number
            /** Attributes of answers that reach the routers, besides those that a login needs */
            believed?: string[]
            enabled?: boolean
            servers: ({
              /** Of a server that is there already */
              id?: components['schemas']['Id']
              address: string
              transport?: 'udp' | 'tls'
              authPort?: number
              acctPort?: number
              /** By TLS: the name in its certificate; null: its address */
              certificateName?: string | null
              /** By TLS: PEM of who vouches for it, or of its own certificate; null: the authorities of the installation */
              authority?: string | null
              /** By TLS: what we prove ourselves by, PEM with those above it; null: the certificate of the installation */
              clientCertificate?: string | null
              /** By UDP: the shared secret; absent: that of the server with this id. It is never shown again. */
              secret?: string
              /** Private key of the client certificate, PEM; absent: that of the server with this id and certificate. It is never shown again. */
              clientKey?: string
            })[]
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Realm']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Deletes a realm; its users are then users like all others */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/receivables/ageing': {
    /** What all customers owe, by the days it is overdue */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Ageing']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/receivables/ageing-report': {
    /** What customers owed on a day, by the days it was overdue then, and those who owed most */
    get: {
      parameters: {
        path?: never
        query?: {
          on?: components['schemas']['PlainDate']
          currency?: components['schemas']['Currency']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['AgeingReport']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/receivables/ageing-report/export': {
    /** What every account owed on a day, by the days it was overdue then, as CSV */
    get: {
      parameters: {
        path?: never
        query?: {
          on?: components['schemas']['PlainDate']
          currency?: components['schemas']['Currency']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/csv': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/refunds/{id}/payout': {
    /** Notes that a refund which was due is paid out */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            method: 'cash' | 'bank' | 'mobile-money'
            /** Of the transfer */
            reference?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Refund']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/roles': {
    /** Roles, and every permission there is */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              items: components['schemas']['Role'][]
              permissions: ({
                name: string
                description: string
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds a role */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            permissions: string[]
            rowScope?: 'all' | 'team' | 'territory' | 'reseller' | 'own'
            code: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Role']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/roles/{id}': {
    /** Changes a role of your own */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            permissions?: string[]
            rowScope?: 'all' | 'team' | 'territory' | 'reseller' | 'own'
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Role']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/router-enrolments': {
    /** Begins to add a MikroTik router: gives the command that it joins by */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            locationId?: components['schemas']['Id'] | null
            uses: ('hotspot' | 'pppoe')[]
            interface?: string
            /** Hosts that a hotspot lets through before the login, such as those of the payment page */
            gardenHosts?: string[]
            coaPort?: number
            /** Through WireGuard, for a router behind the NAT of somebody else */
            hasTunnel?: boolean
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['RouterCommand']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/router-enrolments/{id}': {
    /** How far a router has joined */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['RouterEnrolment']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Withdraws the command of a router that has not joined */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/router-enrolments/{id}/command': {
    /** Makes another command; the former is worth nothing then */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['RouterCommand']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/router-tunnel': {
    /** Whether this installation has a WireGuard server for routers */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              network: string | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/saved-methods/{id}': {
    /** Charges a saved method never again */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/selfcare-settings': {
    /** Where customers find their own pages, and whether they are let in */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SelfcareSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Opens or closes the pages of customers; while they are closed, mails have no links to them */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            isOpen: boolean
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SelfcareSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/session': {
    /** Who is signed in, for which operator, and what they may do */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Session']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Signs in by e-mail and password */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            email: components['schemas']['Email']
            password: string
            /** Where the e-mail works for several operators */
            tenant?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Session']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Signs out */
    delete: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/session/passkey': {
    /** Signs in with a passkey alone */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            response: {
              id: string
              response: { [key in string]?: unknown }
            } & { [key: string]: unknown }
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Session']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/session/passkey-options': {
    /** What a browser needs to sign in with a passkey */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        200: {
          content: {
            'application/json': { [key in string]?: unknown }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/session/second-factor': {
    /** Completes a sign-in that asked for a second factor */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            method: "totp"
            challengeId: string
            code: string
          } | {
            method: "recovery-code"
            challengeId: string
            code: string
          } | {
            method: "passkey"
            challengeId: string
            response: {
              id: string
              response: { [key in string]?: unknown }
            } & { [key: string]: unknown }
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Session']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/sessions/{id}/disconnect': {
    /** Asks the NAS to end a session */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            reason?: string
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': {
              commandId: components['schemas']['Id']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/setup': {
    /** Makes the first operator and its administrator, with the token of the set-up link */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            token: string
            businessName: string
            country: components['schemas']['Country']
            currency: components['schemas']['Currency']
            timeZone: components['schemas']['TimeZone']
            locale?: components['schemas']['Locale']
            name: string
            email: components['schemas']['Email']
            password: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Session']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/short-messages': {
    /** Sends a short message, such as a test */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            to: components['schemas']['Phone']
            text: string
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/short-messages/{id}': {
    /** A short message and what became of it */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['ShortMessage']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/simulations': {
    /** Plays the days to come in a throw-away copy of the book, as things are and with an alternative */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            /** Today or later; the days in between are lived through without being shown */
            from: components['schemas']['PlainDate']
            /** Included */
            to: components['schemas']['PlainDate']
            /** Holds from today on; without it, a look ahead as things are */
            alternative?: components['schemas']['SimulatedAlternative']
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': components['schemas']['Simulation']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/simulations/{id}': {
    /** How far a simulation is, and what it came to */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Simulation']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Deletes a finished simulation */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/simulations/{id}/cancellation': {
    /** Ends a simulation that is not done */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Simulation']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/sms-settings': {
    /** The short message centre; null where none is set up */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              settings: components['schemas']['SmsSettings'] | null
              /** Where messages may go while no prefixes are given */
              countryPrefixes: string[]
              /** Sent in the last hour */
              partsThisHour: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Sets up the short message centre; a password that is left out stays while host and system ID do */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            host: string
            port: number
            isTls: boolean
            systemId: string
            systemType?: string
            source: string
            /** One connection for both ways, one for each, or only the way out */
            bind?: 'transceiver' | 'pair' | 'transmitter'
            /** Messages that may wait for their answer at a time */
            unansweredMax?: number
            /** Parts a second */
            perSecond?: number
            /** Where messages may go; empty: the tenant's country */
            prefixes?: string[]
            /** Parts that are sent within an hour at most */
            partsPerHourMax?: number
            /** What a part costs, so that limits can be told as money */
            partPrice?: components['schemas']['Money'] | null
            password?: string
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Sends no short messages any more */
    delete: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/speed-boosts/{id}/end': {
    /** Ends a boost before its time */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SpeedBoost']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/sponsor-campaigns': {
    /** Drafts a sponsor's campaign */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            /** As guests read it */
            sponsor: string
            messages: {
              en: {
                text: string
                /** Null: nothing is asked */
                question: string | null
                /** One of them is chosen */
                answers: string[]
              } | null
              bn: {
                text: string
                /** Null: nothing is asked */
                question: string | null
                /** One of them is chosen */
                answers: string[]
              } | null
              hi: {
                text: string
                /** Null: nothing is asked */
                question: string | null
                /** One of them is chosen */
                answers: string[]
              } | null
            }
            link?: string | null
            /** The plan of which guests get a pass */
            offerId: components['schemas']['Id']
            /** Where it is shown; none: everywhere */
            locationIds?: components['schemas']['Id'][]
            startsOn: components['schemas']['PlainDate']
            /** First day on which it is not shown */
            endsOn?: components['schemas']['PlainDate'] | null
            watchSeconds?: number
            /** Passes for one guest in a day */
            guestPerDayMax?: number
            /** Passes that were given, or guests who looked to the end; budgets count the same */
            chargedFor?: 'grant' | 'showing'
            /** Of one of them */
            price: components['schemas']['Money']
            budgetMax?: number | null
            budgetPerDayMax?: number | null
            budgetPerLocationDayMax?: number | null
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['SponsorCampaign']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/sponsor-campaigns/{id}': {
    /** A sponsor's campaign with its figures */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SponsorCampaignReport']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes a sponsor's campaign; what was counted stays as it was charged */
    put: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            /** As guests read it */
            sponsor: string
            messages: {
              en: {
                text: string
                /** Null: nothing is asked */
                question: string | null
                /** One of them is chosen */
                answers: string[]
              } | null
              bn: {
                text: string
                /** Null: nothing is asked */
                question: string | null
                /** One of them is chosen */
                answers: string[]
              } | null
              hi: {
                text: string
                /** Null: nothing is asked */
                question: string | null
                /** One of them is chosen */
                answers: string[]
              } | null
            }
            link?: string | null
            /** The plan of which guests get a pass */
            offerId: components['schemas']['Id']
            /** Where it is shown; none: everywhere */
            locationIds?: components['schemas']['Id'][]
            startsOn: components['schemas']['PlainDate']
            /** First day on which it is not shown */
            endsOn?: components['schemas']['PlainDate'] | null
            watchSeconds?: number
            /** Passes for one guest in a day */
            guestPerDayMax?: number
            /** Passes that were given, or guests who looked to the end; budgets count the same */
            chargedFor?: 'grant' | 'showing'
            /** Of one of them */
            price: components['schemas']['Money']
            budgetMax?: number | null
            budgetPerDayMax?: number | null
            budgetPerLocationDayMax?: number | null
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SponsorCampaign']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/sponsor-campaigns/{id}/pause': {
    /** Shows a campaign to nobody until it is published again */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SponsorCampaign']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/sponsor-campaigns/{id}/picture': {
    /** The picture of a campaign */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'image/*': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Takes a PNG or JPEG picture of at most 24 KB; the body is the picture */
    put: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          '*/*': unknown
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SponsorCampaign']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Removes the picture of a campaign */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/sponsor-campaigns/{id}/publication': {
    /** Shows a campaign to guests, from its first day on */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SponsorCampaign']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/staff': {
    /** Invites somebody to the staff */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            email: components['schemas']['Email']
            name: string
            roles: string[]
            locale?: components['schemas']['Locale']
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              /** Link to choose a password, which the invitation mail holds too */
              url: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/staff/{id}': {
    /** Somebody of the staff */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Staff']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes name, roles or state of somebody */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            locale?: components['schemas']['Locale'] | null
            state?: 'active' | 'disabled'
            roles?: string[]
            locationIds?: components['schemas']['Id'][]
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Staff']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/staff/{id}/link': {
    /** A new link for somebody to choose a password, to be handed over */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              url: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/staff/{id}/second-factors': {
    /** Removes the second factors of somebody who lost them */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions': {
    /** Gives a customer a plan */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            customerId: components['schemas']['Id']
            offerId: components['schemas']['Id']
            startOn: components['schemas']['PlainDate']
            accountId?: components['schemas']['Id']
            billDay?: number
            locationId?: components['schemas']['Id']
            /** Each cycle is paid before it begins, or service expires */
            prepaid?: boolean
            /** Prepaid: the next cycle is taken from credit, or else from a saved method */
            autoRenew?: boolean
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}': {
    /** A subscription */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Says whether the next cycle is taken from credit */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            autoRenew: boolean
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/activation': {
    /** Begins service */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/balances': {
    /** Balances that are charged before use: their lots, what sessions hold of them, and the books of the money */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              lots: components['schemas']['BalanceLot'][]
              reservations: components['schemas']['BalanceReservation'][]
              moves: components['schemas']['BalanceMove'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/blocks': {
    /** Why service is and was withheld */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SubscriptionBlock'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Withholds service for a reason */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            reason: 'unpaid' | 'arrears' | 'expired' | 'quota' | 'abuse' | 'admin' | 'lost-device'
            note?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/blocks/{reason}': {
    /** Lifts a reason */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          reason: 'unpaid' | 'arrears' | 'expired' | 'quota' | 'abuse' | 'admin' | 'lost-device'
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/boosts': {
    /** Boosts of a subscription, the latest first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SpeedBoost'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Makes a subscription faster for a time; what is online changes at once */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            faster: components['schemas']['Faster']
            /** Now unless said */
            from?: components['schemas']['Instant']
            until: components['schemas']['Instant']
            reason: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['SpeedBoost']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/cancellation': {
    /** Ends service now or when the cycle is over */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            when: 'now' | 'cycle-end'
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Takes a planned end back */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/change-requests': {
    /** Changes that were asked for, the latest first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['ChangeRequest'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Asks for a change, for somebody to approve */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            change: components['schemas']['SubscriptionChange']
            effective?: 'now' | 'cycle-end'
            reason?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['ChangeRequest']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/coupons': {
    /** Redeems a coupon */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['SubscriptionDiscount'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/diagnosis': {
    /** Why a customer is offline, and the smallest change that restores service */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Diagnosis']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/discounts': {
    /** Discounts that have cycles left */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SubscriptionDiscount'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Gives a discount */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            reduction: {
              kind: "percent"
              percentOff: string
            } | {
              kind: "amount"
              amountOff: components['schemas']['Money']
            }
            cycles?: number | null
            stackable?: boolean
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['SubscriptionDiscount'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/discounts/{discountId}': {
    /** Takes a discount away */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          discountId: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/items': {
    /** Add-ons, also those that are over */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SubscriptionItemHad'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds an add-on from today */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            offerId: components['schemas']['Id']
            quantity?: number
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['SubscriptionItem']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/items/{itemId}/quantity': {
    /** Changes how many of an add-on there are, from today */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          itemId: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            quantity: number
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              ended: components['schemas']['SubscriptionItem']
              added: components['schemas']['SubscriptionItem']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/items/{itemId}/removal': {
    /** Takes an add-on away now or when its cycle is over */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
          itemId: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            when: 'now' | 'cycle-end'
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['SubscriptionItem']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/logins': {
    /** What a subscription logs in with */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Login'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Creates a login; user name and password are made up when absent */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            kind?: 'pppoe' | 'hotspot' | 'mac'
            username?: string
            password?: string
            framedAddress?: components['schemas']['IpAddress'] | null
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['LoginCredentials']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/pause': {
    /** Stops service while the customer is away, until it is resumed or until a day */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            until?: components['schemas']['PlainDate'] | null
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/plan': {
    /** Moves to another plan, or to the present version of the same, today */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            offerId: components['schemas']['Id']
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/quota': {
    /** What a subscription may still use */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Quota']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/renewals': {
    /** Renewals of a prepaid subscription, the latest first, and what will happen next */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              next: components['schemas']['RenewalOutlook'] | null
              renewals: components['schemas']['Renewal'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Renews a prepaid subscription that has run out: from credit, else from the saved method */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        202: {
          content: {
            'application/json': {
              outcome: 'renewed' | 'charging' | 'waits'
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/resumption': {
    /** Takes paused service up again */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/top-up-offers': {
    /** Top-ups for the plan of a subscription, with what each costs */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TopUpOffer'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/top-up-sales': {
    /** Top-ups that were sold, the latest first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TopUpSale'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Sells a top-up: bills it, takes the money and grants it */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            offerId: components['schemas']['Id']
            /** `invoice`: it waits to be paid; `saved-method`: granted when the charge is paid */
            paidBy: 'credit' | 'invoice' | 'saved-method' | 'cash' | 'bank' | 'mobile-money'
            /** Of money that is taken at the desk */
            reference?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['TopUpSale']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/top-ups': {
    /** Grants more bytes */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            bytes: components['schemas']['BigInteger']
            validTo: components['schemas']['Instant']
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['Lot']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/transfer': {
    /** Gives it to another customer or account, today */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            customerId: components['schemas']['Id']
            accountId?: components['schemas']['Id']
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Subscription']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/subscriptions/{id}/usage': {
    /** Usage of a subscription by hours or days */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: {
          from?: components['schemas']['PlainDate']
          to?: components['schemas']['PlainDate']
          by?: 'hour' | 'day'
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              by: 'hour' | 'day'
              points: components['schemas']['UsagePoint'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tariffs': {
    /** Makes the tariff of what a source tells in a measure */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name: string
            source: string
            /** First day of usage */
            validFrom: components['schemas']['PlainDate']
            rules: unknown
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              name: string
              source: string
              measure: 'seconds' | 'bytes' | 'messages'
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tariffs/{id}': {
    /** A tariff and its versions, the latest first */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              name: string
              source: string
              measure: 'seconds' | 'bytes' | 'messages'
              versions: components['schemas']['TariffVersion'][]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tariffs/{id}/prefixes': {
    /** Adds a version whose zones are those of a rate sheet */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** First day of usage */
            validFrom: components['schemas']['PlainDate']
            /** prefix,zone,price and, if wanted, per,increment,connectFee,minimum */
            csv: string
            note?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['TariffVersion']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tariffs/{id}/quotes': {
    /** What a call, a stretch of data or a message would cost; nothing is kept */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            otherParty: string
            startedAt: components['schemas']['Instant']
            quantity: number
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              zone: string | null
              /** Major units of the tenant's currency */
              cost: string | null
              reason: 'no-zone' | 'no-window' | 'no-version' | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tariffs/{id}/re-ratings': {
    /** Rates what the tariff has priced in a span anew, in the background; issued invoices are never edited */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            from: components['schemas']['Instant']
            /** Exclusive */
            to: components['schemas']['Instant']
          }
        }
      }
      responses: {
        202: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tariffs/{id}/versions': {
    /** Adds a version, which holds from a day of the usage on */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            validFrom: components['schemas']['PlainDate']
            rules: unknown
            note?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['TariffVersion']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tax-exemptions/{id}/file': {
    /** The certificate itself */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/octet-stream': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Keeps the certificate itself: the body is a PDF, PNG or JPEG file of at most 5 MB */
    put: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          '*/*': unknown
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxExemption']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tax-exemptions/{id}/revocation': {
    /** Takes a certificate back: from the next bill on it counts no more */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxExemption']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tax-pack': {
    /** How taxes of the country work, for forms */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxPack']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tax-rates': {
    /** Taxes by category, with the days they hold */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxRate'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Puts a tax rate in force from a day on, in place of the one before; what is left out stays as it was */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            category?: string
            code: string
            name?: string
            percent: string
            validFrom: components['schemas']['PlainDate']
            supply?: 'any' | 'internet' | 'mobile' | 'telephony' | 'backbone' | 'other'
            jurisdiction?: string
            reach?: 'everywhere' | 'within-region' | 'within-state' | 'within-territory' | 'between-regions' | 'in-region'
            flatMinor?: components['schemas']['BigInteger']
            sharePercent?: string
            on?: string[]
            /** Where it is written: law, notice, page */
            source?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['TaxRate'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tax-reports': {
    /** Taxes charged and credited in a period, by jurisdiction and rate, beside what the books say */
    get: {
      parameters: {
        path?: never
        query: {
          from: components['schemas']['PlainDate']
          to: components['schemas']['PlainDate']
          currency?: components['schemas']['Currency']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxReport']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tax-reports/register': {
    /** Every tax of every document of a period, as CSV */
    get: {
      parameters: {
        path?: never
        query: {
          from: components['schemas']['PlainDate']
          to: components['schemas']['PlainDate']
          currency?: components['schemas']['Currency']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/csv': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tax-settings': {
    /** What tax offices want to know of this tenant */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes what documents say of this tenant from the next one on */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': components['schemas']['TaxSettings']
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['TaxSettings']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tenant': {
    /** The operator one works for */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Tenant']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes the settings of the operator */
    patch: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            name?: string
            legalName?: string
            timeZone?: components['schemas']['TimeZone']
            locale?: components['schemas']['Locale']
            address?: "" | string
            email?: "" | components['schemas']['Email']
            phone?: "" | components['schemas']['Phone']
            taxNumber?: "" | string
            brandColor?: string
            paymentTermsDays?: number
            /** As invoices say them: a paragraph each, its first line the name, then lines like `Account: 9930 214 775` */
            waysToPay?: "" | string
            fiscalYearStartMonth?: number
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Tenant']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/tenant/logo': {
    /** Takes a PNG or JPEG picture of at most 512 KB as the logo; the body is the picture */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          '*/*': unknown
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['Tenant']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Removes the logo */
    delete: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/usage-errors/{id}/replay': {
    /** Takes a record of the error queue again, as it came or as it is repaired here */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            subscriptionId?: components['schemas']['Id']
            otherParty?: string
            quantity?: number
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['UsageRecordsTaken']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/usage-files': {
    /** Takes a file of usage records, with header and trailer: whole or not at all, and once */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            /** What the file is called */
            name: string
            /** CSV or lines of JSON, as docs/guides/rating.md tells */
            text: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': components['schemas']['UsageFile']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/usage-records': {
    /** Takes usage records of carriers; what cannot be taken waits in the error queue */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            records: ({
              source: string
              /** Natural key within the source: number, start, other party, charging id, direction */
              key: string
              subscriptionId: components['schemas']['Id'] | null
              measure: 'seconds' | 'bytes' | 'messages'
              otherParty: string
              startedAt: components['schemas']['Instant']
              quantity: number
            })[]
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['UsageRecordsTaken']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/views': {
    /** Saved views: own and shared */
    get: {
      parameters: {
        path?: never
        query?: {
          list?: string
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': ({
              id: components['schemas']['Id']
              list: string
              name: string
              query: string
              shared: boolean
              own: boolean
            })[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Saves a view, or replaces the one with this name */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            list: string
            name: string
            query: string
            shared?: boolean
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              list: string
              name: string
              query: string
              shared: boolean
              own: boolean
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/views/{id}': {
    /** Deletes an own view */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-batches': {
    /** Makes a batch of vouchers for a plan; a job draws the codes */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            offerId: components['schemas']['Id']
            count: number
            price: components['schemas']['Money']
            prefix?: string
            redeemUntil?: components['schemas']['PlainDate'] | null
            locationId?: components['schemas']['Id'] | null
            note?: string
          }
        }
      }
      responses: {
        202: {
          content: {
            'application/json': components['schemas']['VoucherBatch']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-batches/{id}': {
    /** A batch and how many of its vouchers are in each state */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              number: string
              offerId: components['schemas']['Id']
              offerVersionId: components['schemas']['Id']
              offerName: string
              locationId: components['schemas']['Id'] | null
              prefix: string
              /** Random characters of a code; a check character follows */
              drawn: number
              count: number
              madeCount: number
              /** Printed on the paper, with tax */
              price: components['schemas']['Money']
              /** First day on which it cannot be used any more */
              redeemUntil: components['schemas']['PlainDate'] | null
              note: string
              state: 'making' | 'ready' | 'failed'
              error: string | null
              version: number
              createdAt: components['schemas']['Instant']
              standing: ({
                state: 'generated' | 'distributed' | 'sold' | 'redeemed' | 'expired' | 'void'
                count: number
              })[]
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-batches/{id}/distribution': {
    /** Gives a stack to an agent on consignment: what is used of it is billed to the agent */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            from: number
            to: number
            note?: string
            /** Of the agent */
            accountId: components['schemas']['Id']
            /** What the agent keeps of the printed price */
            discountPercent?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              count: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-batches/{id}/return': {
    /** Takes back what an agent has not used of a stack on consignment */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            from: number
            to: number
            note?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              count: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-batches/{id}/sale': {
    /** Sells a stack: it is on an invoice of the account at once */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            from: number
            to: number
            note?: string
            /** Of the agent */
            accountId: components['schemas']['Id']
            /** What the agent keeps of the printed price */
            discountPercent?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              count: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-batches/{id}/sheets': {
    /** Vouchers as pages to print and cut; who printed them stands in the trail of the batch */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: {
          from?: number
          to?: number
          layout?: 'a4-40' | 'a4-24' | 'a4-10'
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/pdf': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-batches/{id}/taking-back': {
    /** Takes back what of a sold stack was not used: its price goes off the next invoice */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            from: number
            to: number
            note?: string
            /** Of the agent */
            accountId: components['schemas']['Id']
            /** What the agent keeps of the printed price */
            discountPercent?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              count: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-batches/{id}/voiding': {
    /** Declares lost or stolen vouchers void */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            from: number
            to: number
            note?: string
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              count: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-liability': {
    /** Vouchers that are in hands and not used: what was paid for them, and what agents will owe */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': ({
              batchId: components['schemas']['Id']
              number: string
              offerName: string
              accountId: components['schemas']['Id'] | null
              accountName: string | null
              state: 'distributed' | 'sold'
              count: number
              paid: components['schemas']['Money']
              owed: components['schemas']['Money']
              redeemUntil: components['schemas']['PlainDate'] | null
            })[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/voucher-proposals': {
    /** How many vouchers of each plan and location to print, from how they were used */
    get: {
      parameters: {
        path?: never
        query?: {
          days?: number
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': ({
              offerId: components['schemas']['Id']
              offerName: string
              locationId: components['schemas']['Id'] | null
              locationName: string | null
              stock: number
              usedByDay: number[]
              /** Null where fewer than two weeks are known */
              proposal: {
                expected: number
                safety: number
                stock: number
                daysLeft: number | null
                print: number
              } | null
            })[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/vouchers/lookup': {
    /** What has become of the voucher of a code, for staff who are shown one */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              batchId: components['schemas']['Id']
              serialNumber: string
              offerName: string
              price: components['schemas']['Money']
              state: 'generated' | 'distributed' | 'sold' | 'redeemed' | 'expired' | 'void'
              redeemedAt: components['schemas']['Instant'] | null
              redeemUntil: components['schemas']['PlainDate'] | null
              agentAccountId: components['schemas']['Id'] | null
              subscriptionId: components['schemas']['Id'] | null
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/vouchers/redemption': {
    /** Uses a voucher for a customer: begins a pass, or prolongs the one of the same plan that runs */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            code: string
            customerId?: components['schemas']['Id']
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              serialNumber: string
              subscriptionId: components['schemas']['Id']
              customerId: components['schemas']['Id']
              endsAt: components['schemas']['Instant']
              isExtension: boolean
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-deliveries/{id}': {
    /** What was sent to an endpoint, and what it answered */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['WebhookDelivery']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-deliveries/{id}/replay': {
    /** Sends a delivery again, with the same webhook-id */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              /** False: it still waits */
              replayed: boolean
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-endpoints': {
    /** Endpoints that events are told to */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['WebhookEndpoint'][]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Adds an endpoint; the answer holds its secret */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            url: string
            description?: string
            eventTypes?: string[] | null
            enabled?: boolean
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
              url: string
              description: string
              /** Null: every type */
              eventTypes: string[] | null
              enabled: boolean
              disabledBecause: 'person' | 'failing' | 'gone' | null
              /** Until then the secret before signs too */
              previousSecretUntil: components['schemas']['Instant'] | null
              failingSince: components['schemas']['Instant'] | null
              succeededAt: components['schemas']['Instant'] | null
              version: number
              /** `whsec_…`; shown this once */
              secret: string
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-endpoints/{id}': {
    /** An endpoint */
    get: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['WebhookEndpoint']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Changes an endpoint, or switches it on again */
    patch: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'If-Match'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            url?: string
            description?: string
            eventTypes?: string[] | null
            enabled?: boolean
          }
        }
      }
      responses: {
        200: {
          content: {
            'application/json': components['schemas']['WebhookEndpoint']
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Removes an endpoint and its deliveries */
    delete: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-endpoints/{id}/replay': {
    /** Sends again what failed, by when it happened: from (inclusive) to (exclusive) */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {
            from: components['schemas']['Instant']
            to: components['schemas']['Instant']
          }
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              replayed: number
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-endpoints/{id}/secret': {
    /** Makes a new secret; the one before signs beside it for a day */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              /** `whsec_…`; shown this once */
              secret: string
              previousSecretUntil: components['schemas']['Instant']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-endpoints/{id}/test': {
    /** Sends a test event; the answer names its delivery */
    post: {
      parameters: {
        path: {
          id: components['schemas']['Id']
        }
        query?: never
        header?: {
          'Idempotency-Key'?: string
        }
      }
      requestBody: {
        content: {
          'application/json': {}
        }
      }
      responses: {
        201: {
          content: {
            'application/json': {
              id: components['schemas']['Id']
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-event-types': {
    /** Events that webhooks tell, each with an example of its data */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': ({
              type: string
              summary: string
              example: { [key in string]?: unknown }
            })[]
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/api/v1/webhook-settings': {
    /** Where webhooks may go */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': {
              privateAddresses: boolean
              /** By this installation */
              privateAddressesOffered: boolean
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Allows webhooks to private addresses, or only to public ones */
    put: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            privateAddresses: boolean
          }
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/guest/s/{site}/': {
    /** Where UniFi sends guests; leads to the portal of the business whose site it is */
    get: {
      parameters: {
        path: {
          site: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/healthz': {
    /** Whether the process lives */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/plain': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/hooks/{provider}/{gatewayId}': {
    /** What a gateway tells us; signed by it */
    post: {
      parameters: {
        path: {
          provider: string
          gatewayId: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          '*/*': unknown
        }
      }
      responses: {
        200: {
          content: {
            'application/json': {
              kept: true
            }
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/join/check-in': {
    /** A router says that it is there */
    post: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          '*/*': unknown
        }
      }
      responses: {
        204: {
          content?: never
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/join/{token}': {
    /** The script that a router joins by: once, for whoever has the token */
    get: {
      parameters: {
        path: {
          token: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/plain': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/metrics': {
    /** Prometheus metrics */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/plain': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}': {
    /** A customer's own pages; for whoever is not signed in, the ways to do that */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/code': {
    /** Where the code of a mail is typed */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query: {
          ask: components['schemas']['Id']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Signs a customer in by a code */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            ask: components['schemas']['Id']
            code: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/codes': {
    /** Sends a code to an e-mail address, if a customer has it */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            email: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/credit-note': {
    /** Documents of a customer: credit-note */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: {
          before?: components['schemas']['Id']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/invoice': {
    /** Documents of a customer: invoice */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: {
          before?: components['schemas']['Id']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/invoice/{id}/payment': {
    /** Begins to pay what is open of an invoice */
    post: {
      parameters: {
        path: {
          slug: string
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            t?: string
            csrf?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/invoice/{id}/tax-form': {
    /** The invoice in the form of the tax office */
    get: {
      parameters: {
        path: {
          slug: string
          id: components['schemas']['Id']
        }
        query?: {
          t?: string
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/json': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/proforma': {
    /** Documents of a customer: proforma */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: {
          before?: components['schemas']['Id']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/receipt': {
    /** Documents of a customer: receipt */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: {
          before?: components['schemas']['Id']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/statement': {
    /** Months that a customer can have a statement of */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/{kind}/{id}': {
    /** One document, for the customer it is of or by the link of a mail */
    get: {
      parameters: {
        path: {
          slug: string
          kind: 'invoice' | 'receipt' | 'credit-note' | 'proforma' | 'statement'
          id: components['schemas']['Id']
        }
        query?: {
          t?: string
          from?: components['schemas']['PlainDate']
          to?: components['schemas']['PlainDate']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/documents/{kind}/{id}/pdf': {
    /** The document as PDF */
    get: {
      parameters: {
        path: {
          slug: string
          kind: 'invoice' | 'receipt' | 'credit-note' | 'proforma' | 'statement'
          id: components['schemas']['Id']
        }
        query?: {
          t?: string
          from?: components['schemas']['PlainDate']
          to?: components['schemas']['PlainDate']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/pdf': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/pay/{code}': {
    /** Where the code on the paper of an invoice leads */
    get: {
      parameters: {
        path: {
          slug: string
          code: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/payments/{id}': {
    /** Where a payment stands, and where the browser comes back to */
    get: {
      parameters: {
        path: {
          slug: string
          id: components['schemas']['Id']
        }
        query?: {
          reference?: string
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/sign-in': {
    /** Signs a customer in by what a service is logged in with */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            username: string
            password: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/my/{slug}/sign-out': {
    /** Ends the session */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            csrf?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/pay/return': {
    /** Where the browser comes back to after a payment */
    get: {
      parameters: {
        path?: never
        query: {
          reference: string
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}': {
    /** The captive portal: where gateways send whoever is not logged in */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** What an openNDS gateway asks: whom to let in, and tells: whom it has let in or put off */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            auth_get: 'clear' | 'list' | 'view' | 'deauthed' | 'custom'
            gatewayhash: string
            /** In base64 */
            payload?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/plain': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/again': {
    /** Lets a browser in that has a pass */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/captive': {
    /** The captive portal API (RFC 8908): whether the asking device is let out, and for how long */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'application/captive+json': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/code-entries': {
    /** Lets a device in by a one-time code */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
            ask: string
            /** For the page only: the code knows its number */
            phone: string
            code: string
            instead?: components['schemas']['Id']
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/codes': {
    /** Sends a one-time code by SMS, the same whether or not the number is known */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
            /** With the code of the country, or as it is dialled at home */
            phone: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/login.html': {
    /** The page that a MikroTik hotspot shows: it leads to the portal */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query?: {
          site?: components['schemas']['Id']
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/openings/{id}': {
    /** Where a guest waits until an openNDS gateway has let them in */
    get: {
      parameters: {
        path: {
          slug: string
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/purchases': {
    /** Begins to buy a pass */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
            offerId: components['schemas']['Id']
            /** With the code of the country; blank: none */
            phone: string
            email?: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/purchases/{id}': {
    /** Where a purchase stands; once it is paid, the way in */
    get: {
      parameters: {
        path: {
          slug: string
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/purchases/{id}/way-out': {
    /** Minutes of internet to reach the page of the bank */
    post: {
      parameters: {
        path: {
          slug: string
          id: components['schemas']['Id']
        }
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/showings': {
    /** What a sponsor says, for as long as it is to be looked at; then the button that lets in */
    get: {
      parameters: {
        path: {
          slug: string
        }
        query: {
          visit: string
          showing: string
        }
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
    /** Lets a device in that has looked to the end */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
            showing: string
            /** Place of the answer, from 0 */
            answer?: number
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/sign-in': {
    /** Logs in with a user name of the operator */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
            username: string
            password: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/sponsors': {
    /** Begins to show what a sponsor says; leads to the page that does */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
            campaignId: components['schemas']['Id']
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/trial': {
    /** Lets a device in for nothing, once in a while */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/portal/{slug}/voucher': {
    /** Lets a device in by a voucher */
    post: {
      parameters: {
        path: {
          slug: string
        }
        query?: never
        header?: never
      }
      requestBody: {
        content: {
          'application/json': {
            visit: string
            code: string
            instead?: components['schemas']['Id']
          }
        }
      }
      responses: {
        200: {
          content: {
            'text/html': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
  '/readyz': {
    /** Whether it can do its work */
    get: {
      parameters: {
        path?: never
        query?: never
        header?: never
      }
      requestBody?: never
      responses: {
        200: {
          content: {
            'text/plain': unknown
          }
        }
        default: {
          content: {
            'application/problem+json': components['schemas']['Problem']
          }
        }
      }
    }
  }
}

export interface components {
  schemas: {
    AccessPreview: {
      verdict: 'accept' | 'walled-garden' | 'reject'
      reason: string | null
      attributes: ({
        name: string
        value: string
      })[]
      trace: ({
        step: 'attempts' | 'login' | 'password' | 'subscription' | 'blocks' | 'quota' | 'sessions' | 'speed'
        passed: boolean
        found: string
      })[]
    }
    Account: {
      id: components['schemas']['Id']
      number: string
      version: number
      customerId: components['schemas']['Id']
      currency: components['schemas']['Currency']
      billDay: number
      segment: string
      taxExempt: boolean
      /** The account that pays for this one; null: itself */
      billedToId: components['schemas']['Id'] | null
    }
    AccountStatement: {
      account: {
        id: components['schemas']['Id']
        number: string
        customerId: components['schemas']['Id']
      }
      /** Owed before the period; negative: credit */
      opening: components['schemas']['Money']
      charged: components['schemas']['Money']
      paid: components['schemas']['Money']
      closing: components['schemas']['Money']
      lines: ({
        entryId: components['schemas']['Id']
        bookedOn: components['schemas']['PlainDate']
        /** invoice, payment, refund, reversal, withholding … */
        sourceKind: string
        document: {
          kind: 'invoice' | 'payment'
          id: components['schemas']['Id']
          number: string
        } | null
        /** Positive: owed; negative: paid or credited */
        amount: components['schemas']['Money']
        /** Owed after it */
        balance: components['schemas']['Money']
      })[]
    }
    AddressConflict: {
      kind: 'two-sessions' | 'two-logins' | 'static-in-dynamic' | 'pools-overlap'
      address: string
      parties: string[]
    }
    AddressFinding: {
      via: 'direct' | 'log' | 'rule'
      mapping: components['schemas']['NatMapping'] | null
      ruleId: components['schemas']['Id'] | null
      sessions: components['schemas']['SessionEvidence'][]
    }
    AddressPool: {
      id: components['schemas']['Id']
      name: string
      kind: 'dynamic' | 'static' | 'prefix6' | 'delegated6'
      prefix: string
      unitLength: number
      locationId: components['schemas']['Id'] | null
      nasId: components['schemas']['Id'] | null
      note: string
      version: number
    }
    AddressPoolUse: {
      id: components['schemas']['Id']
      name: string
      kind: 'dynamic' | 'static' | 'prefix6' | 'delegated6'
      prefix: string
      unitLength: number
      locationId: components['schemas']['Id'] | null
      nasId: components['schemas']['Id'] | null
      note: string
      version: number
      locationName: string | null
      nasName: string | null
      capacity: components['schemas']['BigInteger']
      /** Addresses or prefixes of it that open sessions have */
      used: components['schemas']['BigInteger']
      /** Addresses of it that logins have for themselves */
      assigned: components['schemas']['BigInteger']
    }
    AddressSettings: {
      /** How long logs of NATs are kept */
      mappingRetentionDays: number
    }
    AddressTrace: {
      id: components['schemas']['Id']
      address: string
      /** Behind a carrier-grade NAT an address alone says nothing */
      port?: number | null
      at: components['schemas']['Instant']
      /** Of the order or request that allows to ask */
      reference: string
      reason: string
      verdict: 'one' | 'several' | 'none'
      findings: components['schemas']['AddressFinding'][]
      actor: string
      askedAt: components['schemas']['Instant']
    }
    Ageing: {
      current: components['schemas']['Money']
      days30: components['schemas']['Money']
      days60: components['schemas']['Money']
      days90: components['schemas']['Money']
      older: components['schemas']['Money']
    }
    AgeingReport: {
      on: components['schemas']['PlainDate']
      currency: string
      total: {
        current: components['schemas']['Money']
        days30: components['schemas']['Money']
        days60: components['schemas']['Money']
        days90: components['schemas']['Money']
        older: components['schemas']['Money']
        credit: components['schemas']['Money']
        /** What is owed less the credit */
        balance: components['schemas']['Money']
      }
      /** Accounts that owe or have anything */
      count: components['schemas']['BigInteger']
      /** Until that day, less what was paid after all; it is not owed any more */
      writtenOff: components['schemas']['Money']
      /** Those that owe most */
      accounts: ({
        current: components['schemas']['Money']
        days30: components['schemas']['Money']
        days60: components['schemas']['Money']
        days90: components['schemas']['Money']
        older: components['schemas']['Money']
        credit: components['schemas']['Money']
        /** What is owed less the credit */
        balance: components['schemas']['Money']
        accountId: components['schemas']['Id']
        number: string
        customerId: components['schemas']['Id']
        customer: string
      })[]
    }
    BalanceLot: {
      id: components['schemas']['Id']
      unit: 'money' | 'bytes' | 'seconds' | 'messages'
      /** Of money, in minor units */
      currency: components['schemas']['Currency'] | null
      source: 'plan' | 'top-up' | 'rollover' | 'courtesy'
      priority: number
      /** Others draw on it, too */
      isShared: boolean
      granted: components['schemas']['BigInteger']
      available: components['schemas']['BigInteger']
      reserved: components['schemas']['BigInteger']
      debited: components['schemas']['BigInteger']
      expired: components['schemas']['BigInteger']
      validFrom: components['schemas']['Instant']
      validTo: components['schemas']['Instant'] | null
    }
    BalanceMove: {
      entryId: components['schemas']['Id']
      bookedOn: string
      sourceKind: string
      description: string
      amountMinor: components['schemas']['BigInteger']
    }
    BalanceReservation: {
      sessionKey: string
      ratingGroup: number
      used: components['schemas']['BigInteger']
      startedAt: components['schemas']['Instant']
      expiresAt: components['schemas']['Instant']
    }
    BigInteger: string
    BillRun: {
      id: components['schemas']['Id']
      number: string
      asOf: components['schemas']['PlainDate']
      state: 'previewing' | 'previewed' | 'discarded' | 'running' | 'done' | 'failed'
      subscriptionCount: components['schemas']['BigInteger']
      subscriptionDone: components['schemas']['BigInteger']
      invoiceCount: components['schemas']['BigInteger']
      total: components['schemas']['Money']
      error: string | null
      startedAt: components['schemas']['Instant']
      finishedAt: components['schemas']['Instant'] | null
    }
    BillingSettings: {
      /** Whether bill runs of the night wait for approval */
      billRuns: 'automatic' | 'approved'
      /** What the price of a part of a period is counted in */
      dayCount: 'actual' | 'thirty' | 'thirty-day-months'
      /** Whether the day on which service ends is charged */
      endDay: 'free' | 'billed'
      /** Whether a first part of a period has an invoice of its own */
      firstPeriod: 'separate' | 'merged'
      /** What a change of plan does to days that are billed */
      changeCredit: 'credit' | 'none' | 'full-price'
      /** Whose price the day of a change has */
      changeDay: 'new-plan' | 'old-plan'
      /** When what a change charges is invoiced */
      invoiceOnChange: 'now' | 'next'
      /** Quota that a new plan brings in the middle of a cycle: by the days left, or as if it had been had from its beginning */
      quotaOnChange: 'scaled' | 'full'
      /** How what was paid for days behind the end of service comes back */
      refundOnCancellation: 'credit' | 'money'
      /** What comes to less waits for the next invoice */
      minimumMinor: components['schemas']['BigInteger']
      lateFeeMinor: components['schemas']['BigInteger']
      /** Of what is open */
      lateFeePercent: string
      /** A preview points at bills that differ by more */
      anomalyPercent: number
    }
    ChangeAsk: {
      subscriptionId: components['schemas']['Id']
      kind: "plan-change"
      offerId: components['schemas']['Id']
      /** Default: the policy of the settings; another needs billing.adjust */
      changeCredit?: 'credit' | 'none' | 'full-price'
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "add-on"
      offerId: components['schemas']['Id']
      quantity: number
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "quantity"
      itemId: components['schemas']['Id']
      quantity: number
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "removal"
      itemId: components['schemas']['Id']
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "transfer"
      customerId: components['schemas']['Id']
      accountId?: components['schemas']['Id']
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "pause"
      until?: components['schemas']['PlainDate'] | null
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "cancellation"
      /** Default: the policy of the settings; another needs billing.adjust */
      refundOnCancellation?: 'credit' | 'money'
    }
    ChangeRequest: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      change: components['schemas']['SubscriptionChange']
      channel: 'portal' | 'staff' | 'api'
      reason: string
      effective: 'now' | 'cycle-end'
      state: 'open' | 'approved' | 'declined' | 'withdrawn' | 'done' | 'failed' | 'needs-consent'
      effectiveOn: components['schemas']['PlainDate'] | null
      requestedBy: string
      decidedBy: string | null
      decidedAt: components['schemas']['Instant'] | null
      note: string
      problem: string | null
      doneAt: components['schemas']['Instant'] | null
      version: number
      createdAt: components['schemas']['Instant']
    }
    Checkout: {
      id: components['schemas']['Id']
      gatewayId: components['schemas']['Id']
      accountId: components['schemas']['Id']
      customerId: components['schemas']['Id']
      reference: string
      amount: components['schemas']['Money']
      state: 'open' | 'paid' | 'failed' | 'abandoned'
      /** Where the customer pays; null for the moment until the gateway has answered */
      url: string | null
      error: string | null
      /** Charged without the customer */
      savedMethodId: components['schemas']['Id'] | null
      keepsMethod: boolean
      createdAt: components['schemas']['Instant']
      settledAt: components['schemas']['Instant'] | null
    }
    Connected: {
      customerId: components['schemas']['Id']
      accountId: components['schemas']['Id']
      number: string
      subscriptionId: components['schemas']['Id'] | null
      login: components['schemas']['LoginCredentials'] | null
    }
    Country: string
    Coupon: {
      id: components['schemas']['Id']
      code: string
      name: string
      reduction: {
        kind: "percent"
        percentOff: string
      } | {
        kind: "amount"
        amountOff: components['schemas']['Money']
      }
      cycles: number | null
      stackable: boolean
      validFrom: components['schemas']['PlainDate']
      validTo: components['schemas']['PlainDate'] | null
      maxRedemptions: number | null
      appliesTo: components['schemas']['Id'][]
      redeemed: number
      version: number
      createdAt: components['schemas']['Instant']
    }
    CreditNote: {
      id: components['schemas']['Id']
      number: string
      invoiceId: components['schemas']['Id']
      invoiceNumber: string
      accountId: components['schemas']['Id']
      customerId: components['schemas']['Id']
      kind: 'change' | 'pause' | 'cancellation' | 'transfer' | 'correction' | 'goodwill'
      reason: string
      issuedOn: components['schemas']['PlainDate']
      net: components['schemas']['Money']
      tax: components['schemas']['Money']
      total: components['schemas']['Money']
      /** The account's credit from it */
      unallocated: components['schemas']['Money']
    }
    Currency: 'AED' | 'AUD' | 'BDT' | 'BHD' | 'BRL' | 'CAD' | 'CHF' | 'CNY' | 'EGP' | 'ETB' | 'EUR' | 'GBP' | 'GHS' | 'IDR' | 'INR' | 'JOD' | 'JPY' | 'KES' | 'KRW' | 'KWD' | 'LKR' | 'MAD' | 'MMK' | 'MXN' | 'MYR' | 'NGN' | 'NPR' | 'OMR' | 'PHP' | 'PKR' | 'RWF' | 'SAR' | 'SGD' | 'THB' | 'TND' | 'TZS' | 'UGX' | 'USD' | 'VND' | 'XAF' | 'XOF' | 'ZAR' | 'ZMW' | 'BTC' | 'USDC' | 'USDT'
    Customer: {
      id: components['schemas']['Id']
      number: string
      version: number
      kind: 'person' | 'organisation'
      name: string
      email: components['schemas']['Email'] | null
      phone: components['schemas']['Phone'] | null
      language: string
      taxNumber: string | null
      addressLine: "" | string
      area: "" | string
      city: "" | string
      region: "" | string
      postalCode: "" | string
      latitude: number | null
      longitude: number | null
      locationId: components['schemas']['Id'] | null
      /** Who of the staff looks after it */
      assignedTo: components['schemas']['Id'] | null
      tags: string[]
      custom: { [key in string]?: string | number | boolean | null }
      state: 'active' | 'archived'
      createdAt: components['schemas']['Instant']
    }
    CustomerDraft: {
      kind?: 'person' | 'organisation'
      name: string
      email?: components['schemas']['Email'] | null
      phone?: components['schemas']['Phone'] | null
      language?: string
      taxNumber?: string | null
      addressLine?: "" | string
      area?: "" | string
      city?: "" | string
      region?: "" | string
      postalCode?: "" | string
      latitude?: number | null
      longitude?: number | null
      locationId?: components['schemas']['Id'] | null
      /** Who of the staff looks after it */
      assignedTo?: components['schemas']['Id'] | null
      tags?: string[]
      custom?: { [key in string]?: string | number | boolean | null }
      billDay?: number
      segment?: string
      taxExempt?: boolean
      currency?: components['schemas']['Currency']
    }
    CustomerNote: {
      id: components['schemas']['Id']
      text: string
      pinned: boolean
      actor: string
      at: components['schemas']['Instant']
    }
    Cycle: {
      unit: 'day' | 'week' | 'month' | 'year'
      count: number
    }
    DecimalText: string
    DeviceRecovery: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      /** First day without service */
      dueOn: components['schemas']['PlainDate']
      state: 'open' | 'done' | 'dropped'
      /** Of the staff; null: nobody has taken it */
      ownerId: components['schemas']['Id'] | null
      note: string
      closedAt: components['schemas']['Instant'] | null
      version: number
      createdAt: components['schemas']['Instant']
    }
    Diagnosis: {
      verdict: 'online' | 'may-connect' | 'withheld'
      findings: ({
        topic: 'invoice' | 'dunning' | 'blocks' | 'subscription' | 'quota' | 'login' | 'radius-reply' | 'session' | 'nas-answer'
        isFine: boolean
        code: string
        at: components['schemas']['Instant'] | null
        details: { [key in string]?: string }
      })[]
      remedy: {
        action: 'pay' | 'lift-block' | 'activate' | 'resume' | 'renew' | 'top-up' | 'create-login' | 'reset-password' | 'disconnect-others' | 'check-line'
        amount: components['schemas']['Money'] | null
        invoiceNumbers: string[]
      } | null
    }
    DocumentArchive: {
      id: components['schemas']['Id']
      kind: 'invoice' | 'credit-note' | 'receipt'
      from: components['schemas']['PlainDate']
      /** Exclusive */
      to: components['schemas']['PlainDate']
      billRunId: components['schemas']['Id'] | null
      state: 'running' | 'ready' | 'failed' | 'expired'
      documentCount: components['schemas']['BigInteger']
      documentDone: components['schemas']['BigInteger']
      parts: ({
        part: number
        documentCount: number
        bytesCount: components['schemas']['BigInteger']
      })[]
      error: string | null
      createdAt: components['schemas']['Instant']
      finishedAt: components['schemas']['Instant'] | null
      /** Its files can be had until then */
      expiresAt: components['schemas']['Instant'] | null
    }
    DunningHoliday: {
      day: components['schemas']['PlainDate']
      name: string
    }
    DunningPolicy: {
      /** What days are counted from: the due day of each invoice, or the issue of the oldest that is not paid */
      ageBasis: 'due' | 'oldest-issue'
      /** Who owes less keeps service */
      minimumMinor: components['schemas']['BigInteger']
      /** Days of the week, Monday 1, on which no service is taken away: it waits for the next day */
      excludedWeekdays: number[]
      /** Whether service comes back when what is overdue is paid, or with any payment */
      restore: 'full' | 'partial'
      segment: string
    }
    DunningStage: {
      segment: string
      days: number
      action: 'remind' | 'retry' | 'late-fee' | 'walled-garden' | 'suspend' | 'terminate'
      /** Of a late fee; with no fee and no percentage, what the billing settings say */
      feeMinor: components['schemas']['BigInteger']
      /** Of what is open */
      feePercent: string
      id: components['schemas']['Id']
    }
    EapCertificate: {
      id: components['schemas']['Id']
      role: 'authority' | 'server' | 'device'
      subject: string
      loginId: components['schemas']['Id'] | null
      /** PEM */
      certificate: string
      /** SHA-256, hexadecimal */
      fingerprint: string
      /** By the own authority; else uploaded */
      issued: boolean
      validFrom: components['schemas']['Instant']
      validTo: components['schemas']['Instant']
      revokedAt: components['schemas']['Instant'] | null
    }
    Email: string
    EngageSettings: {
      /** The PDF goes with the mail that an invoice, a credit note or a receipt is ready */
      attachDocument: boolean
      /** With an invoice, so does the form of the tax office as JSON, where there is one */
      attachTaxForm: boolean
    }
    FairUseTier: {
      usedBytes: components['schemas']['BigInteger']
      downloadBps: components['schemas']['BigInteger']
      uploadBps: components['schemas']['BigInteger']
    }
    Faster: {
      kind: "speed"
      downloadBps: components['schemas']['BigInteger']
      uploadBps: components['schemas']['BigInteger']
    } | {
      kind: "factor"
      percent: number
    }
    FinancialStatement: {
      currency: string
      accounts: ({
        id: components['schemas']['Id']
        code: string | null
        number: string
        name: string
        renamed: boolean
        kind: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
        /** Debits positive, likewise the closing balance */
        opening: components['schemas']['Money']
        debits: components['schemas']['Money']
        credits: components['schemas']['Money']
        closing: components['schemas']['Money']
      })[]
      income: components['schemas']['Money']
      expenses: components['schemas']['Money']
      /** Of the period */
      profit: components['schemas']['Money']
      /** At the end of the period, likewise what follows */
      assets: components['schemas']['Money']
      liabilities: components['schemas']['Money']
      equity: components['schemas']['Money']
      /** Earned up to the end and not moved to equity */
      retained: components['schemas']['Money']
    }
    FreeWindow: {
      days: number[]
      from: string
      to: string
    }
    Gateway: {
      id: components['schemas']['Id']
      provider: string
      name: string
      settings: { [key in string]?: string }
      enabled: boolean
      hasCredentials: boolean
      version: number
      /** Enter this address in the provider's dashboard */
      webhookUrl: string
    }
    HomeServer: {
      id: components['schemas']['Id']
      address: string
      transport?: 'udp' | 'tls'
      authPort?: number
      acctPort?: number
      /** By TLS: the name in its certificate; null: its address */
      certificateName?: string | null
      /** By TLS: PEM of who vouches for it, or of its own certificate; null: the authorities of the installation */
      authority?: string | null
      /** By TLS: what we prove ourselves by, PEM with those above it; null: the certificate of the installation */
      clientCertificate?: string | null
    }
    HotspotSettings: {
      welcome: string
      offerIds: components['schemas']['Id'][]
      /** Of payments; null: only vouchers are taken */
      gatewayId: components['schemas']['Id'] | null
      trialOfferId: components['schemas']['Id'] | null
      /** For the pass by one-time code too */
      trialEveryHours: number
      /** A pass for whoever types a one-time code that was sent to their telephone */
      codeOfferId: components['schemas']['Id'] | null
      /** The same code lets customers into the hotspot service that they have */
      codeForCustomers: boolean
      codesPerHourMax: number
      /** Asked for in the last hour */
      codesThisHour: number
      /** Whether an SMS provider is connected */
      canSendCodes: boolean
      /** Minutes of internet for whoever has to reach their bank */
      paymentOfferId: components['schemas']['Id'] | null
      gatewayHosts: string[]
      hasUamSecret: boolean
      unifiUrl: string | null
      unifiSite: string | null
      unifiUsername: string | null
      hasUnifiPassword: boolean
      /** fas_secure_enabled of openNDS gateways; null: there are none */
      openndsLevel: 1 | 2 | 3 | 4 | null
      hasOpenndsKey: boolean
      /** What is typed at such a gateway, without the key */
      openndsSetup: string | null
      portalUrl: string
    }
    Id: string
    Instant: string
    Invoice: {
      id: components['schemas']['Id']
      number: string
      accountId: components['schemas']['Id']
      customerId: components['schemas']['Id']
      state: 'open' | 'paid' | 'void' | 'written-off'
      /** ISO 3166: a region, or the country */
      placeOfSupply: string
      issuedOn: components['schemas']['PlainDate']
      dueOn: components['schemas']['PlainDate']
      periodFrom: components['schemas']['PlainDate']
      /** Exclusive */
      periodTo: components['schemas']['PlainDate']
      net: components['schemas']['Money']
      tax: components['schemas']['Money']
      total: components['schemas']['Money']
      paid: components['schemas']['Money']
      paidAt: components['schemas']['Instant'] | null
      promisedUntil: components['schemas']['PlainDate'] | null
    }
    IpAddress: string
    LedgerAccount: {
      id: components['schemas']['Id']
      /** By which the program books on it; null: the tenant's own */
      code: string | null
      number: string
      name: string
      /** In the tenant's own words; other names may be translated */
      renamed: boolean
      kind: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
      version: number
    }
    LedgerEntry: {
      id: components['schemas']['Id']
      bookedOn: components['schemas']['PlainDate']
      description: string
      /** invoice, payment, refund, reversal, recognition, journal … */
      sourceKind: string
      sourceId: components['schemas']['Id']
      reversesId: components['schemas']['Id'] | null
      /** Why it was booked into a closed month */
      overrideReason: string | null
      actor: string
      at: components['schemas']['Instant']
      lines: ({
        line: number
        ledgerAccountId: components['schemas']['Id']
        code: string | null
        number: string
        name: string
        renamed: boolean
        /** Number of the billing account */
        account: string | null
        customerId: components['schemas']['Id'] | null
        /** Debits positive */
        amount: components['schemas']['Money']
      })[]
    }
    Locale: string
    Location: {
      id: components['schemas']['Id']
      name: string
      address: string
      position: {
        latitude: number
        longitude: number
      } | null
      /** Of a branch: its documents are numbered by themselves and carry it */
      branchCode: string | null
      /** Its own registration; empty where the tenant's holds */
      taxNumber: string
      version: number
    }
    Login: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      username: string
      kind: 'pppoe' | 'hotspot' | 'mac' | 'voucher'
      framedAddress: string | null
    }
    LoginCredentials: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      username: string
      kind: 'pppoe' | 'hotspot' | 'mac' | 'voucher'
      framedAddress: string | null
      /** Shown this once */
      password: string
    }
    Lot: {
      id: components['schemas']['Id']
      source: 'plan' | 'top-up' | 'rollover' | 'courtesy'
      granted: components['schemas']['BigInteger']
      used: components['schemas']['BigInteger']
      validFrom: components['schemas']['Instant']
      validTo: components['schemas']['Instant']
    }
    MailSettings: {
      /** Whom mails are from; null: the name of the business */
      senderName: string | null
      /** Where answers of customers go; null: to the sender */
      replyTo: string | null
      /** Null: mails leave through the installation's */
      server: {
        host: string
        port: number
        /** tls: from the start, usually port 465; starttls: usually port 587 */
        security: 'tls' | 'starttls' | 'none'
        /** The address mails are from; the server must be allowed to send for it */
        senderAddress: string
        /** Null: the server asks nobody who they are */
        username: string | null
        hasPassword: boolean
      } | null
      /** Whether mails leave without a server of the own */
      installationHasServer: boolean
    }
    Money: {
      minor: components['schemas']['BigInteger']
      currency: components['schemas']['Currency']
    }
    Nas: {
      id: components['schemas']['Id']
      name: string
      /** Source address of its packets; null for one known by its certificate alone */
      address: components['schemas']['IpAddress'] | null
      /** RADIUS over TLS: SHA-256 of its certificate */
      certificateFingerprint: string | null
      /** RADIUS over TLS: a subjectAltName of its certificate, signed by an authority that the installation trusts */
      certificateName: string | null
      identifier: string | null
      vendor: 'mikrotik' | 'cisco' | 'juniper' | 'huawei' | 'ubiquiti' | 'accel-ppp' | 'chillispot' | 'cambium' | 'generic'
      requireMessageAuthenticator: boolean
      coaPort: number
      interimSeconds: number
      walledGarden: string | null
      /** Requests beyond are dropped; null: no limit */
      requestsPerSecondMax: number | null
      /** Whether a voucher is a user name at the login page of the router itself, and its password the same or empty */
      voucherPassword: 'off' | 'same' | 'empty'
      locationId: components['schemas']['Id'] | null
      enabled: boolean
      /** Its secret can no longer be read: it is not served until the secret is typed again */
      secretUnreadable: boolean
      version: number
    }
    NasCertificate: {
      id: components['schemas']['Id']
      nasId: components['schemas']['Id']
      /** `issued` by the own authority, or an `authority` that vouches for the name of the NAS */
      kind: 'issued' | 'authority'
      subject: string
      /** PEM */
      certificate: string
      /** SHA-256, hexadecimal */
      fingerprint: string
      validFrom: components['schemas']['Instant']
      validTo: components['schemas']['Instant']
      revokedAt: components['schemas']['Instant'] | null
    }
    NatMapping: {
      publicAddress: string
      portFrom: number
      /** Inclusive */
      portTo: number
      privateAddress: string
      from: components['schemas']['Instant']
      /** Exclusive; null: not ended yet. Send it again with its end. */
      until?: components['schemas']['Instant'] | null
      device?: string
    }
    NatRule: {
      id: components['schemas']['Id']
      /** Of the NAT, as the answer of a search names it */
      name: string
      privatePrefix: string
      publicPrefix: string
      firstPort?: number
      portsEach: number
      from: components['schemas']['Instant']
      until?: components['schemas']['Instant'] | null
    }
    Notice: {
      id: components['schemas']['Id']
      kind: 'quota-75' | 'quota-90' | 'quota-100' | 'invoice-posted' | 'invoice-due-soon' | 'invoice-due-today' | 'invoice-overdue' | 'payment-received' | 'service-suspended' | 'service-withheld' | 'service-expired' | 'renewal-soon' | 'renewal-unpaid' | 'charge-failed' | 'service-restored' | 'late-fee' | 'credit-note-posted' | 'end-planned' | 'end-withdrawn' | 'change-approved' | 'change-declined' | 'change-failed' | 'proforma-issued' | 'statement-sent'
      channel: 'in-app' | 'email'
      recipient: string
      language: string
      subject: string
      body: string
      state: 'queued' | 'sent' | 'failed' | 'skipped'
      error: string | null
      createdAt: components['schemas']['Instant']
      sentAt: components['schemas']['Instant'] | null
    }
    Payment: {
      id: components['schemas']['Id']
      number: string
      accountId: components['schemas']['Id']
      customerId: components['schemas']['Id']
      amount: components['schemas']['Money']
      method: string
      reference: string
      checkoutId: components['schemas']['Id'] | null
      /** Kept as the account's credit */
      unallocated: components['schemas']['Money']
      note: string
      receivedAt: components['schemas']['Instant']
    }
    Phone: string
    PlainDate: string
    Plan: {
      id: components['schemas']['Id']
      code: string
      name: string
      description: string
      kind: 'plan' | 'add-on' | 'top-up'
      appliesTo: components['schemas']['Id'][]
      technology: 'fibre' | 'pppoe' | 'hotspot' | 'wireless' | 'mobile'
      state: 'draft' | 'published' | 'retired'
      version: number
      createdAt: components['schemas']['Instant']
      versions: ({
        id: components['schemas']['Id']
        number: number
        validFrom: components['schemas']['PlainDate']
        recurring: components['schemas']['Money']
        setup: components['schemas']['Money']
        cycle: components['schemas']['Cycle']
        billedIn: 'advance' | 'arrears'
        alignment: 'account' | 'anniversary'
        charges: components['schemas']['PlanCharge'][]
        phases: components['schemas']['PlanPhase'][]
        prices: components['schemas']['PlanPrices']
        commitment: components['schemas']['PlanCommitment'] | null
        taxCategory: string
        pricesIncludeTax: boolean
        downloadBps: components['schemas']['BigInteger']
        uploadBps: components['schemas']['BigInteger']
        quotaBytes: components['schemas']['BigInteger'] | null
        quotaPolicy: 'none' | 'throttle' | 'cut'
        throttledDownloadBps: components['schemas']['BigInteger'] | null
        throttledUploadBps: components['schemas']['BigInteger'] | null
        fupTiers: components['schemas']['FairUseTier'][]
        freeWindows: components['schemas']['FreeWindow'][]
        speedWindows: components['schemas']['SpeedWindow'][]
        quality: components['schemas']['Quality'] | null
        rollover: components['schemas']['Rollover'] | null
        topUp: components['schemas']['TopUpGrant'] | null
        pass: components['schemas']['Validity'] | null
        sessionsMax: number
        sessionLimitPolicy: 'reject-new' | 'kick-oldest'
        idleTimeoutSeconds: number | null
        addressPool: string | null
        approvalRef: string | null
      })[]
    }
    PlanCharge: {
      code: string
      name: string
      kind: 'recurring' | 'one-time' | 'usage'
      price?: components['schemas']['Money'] | null
      usage?: {
        meter: 'bytes' | 'seconds' | 'messages' | 'events' | 'rated'
        model: {
          model: "flat"
          amount: components['schemas']['DecimalText']
          free?: components['schemas']['DecimalText']
          minimumSpend?: components['schemas']['DecimalText']
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        } | {
          model: "per-unit"
          unit: components['schemas']['DecimalText']
          free?: components['schemas']['DecimalText']
          minimumSpend?: components['schemas']['DecimalText']
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        } | {
          model: "graduated"
          tiers: ({
            upTo: components['schemas']['DecimalText'] | null
            unit?: components['schemas']['DecimalText']
            flat?: components['schemas']['DecimalText']
          })[]
          free?: components['schemas']['DecimalText']
          minimumSpend?: components['schemas']['DecimalText']
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        } | {
          model: "volume"
          tiers: ({
            upTo: components['schemas']['DecimalText'] | null
            unit?: components['schemas']['DecimalText']
            flat?: components['schemas']['DecimalText']
          })[]
          free?: components['schemas']['DecimalText']
          minimumSpend?: components['schemas']['DecimalText']
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        } | {
          model: "package"
          size: components['schemas']['DecimalText']
          price: components['schemas']['DecimalText']
          free?: components['schemas']['DecimalText']
          minimumSpend?: components['schemas']['DecimalText']
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        } | {
          model: "block"
          minimum: components['schemas']['DecimalText']
          step: components['schemas']['DecimalText']
          unit: components['schemas']['DecimalText']
          free?: components['schemas']['DecimalText']
          minimumSpend?: components['schemas']['DecimalText']
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        } | {
          model: "block-tiers"
          policy: 'all-tiers' | 'top-tier'
          tiers: ({
            blockSize: components['schemas']['DecimalText']
            blocks: number
            price: components['schemas']['DecimalText']
          })[]
          free?: components['schemas']['DecimalText']
          minimumSpend?: components['schemas']['DecimalText']
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        } | {
          model: "capacity"
          tiers: ({
            max: { [key in string]?: components['schemas']['DecimalText'] } | null
            price: components['schemas']['DecimalText']
          })[]
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        } | {
          model: "percentage"
          rate: components['schemas']['DecimalText']
          fixed: components['schemas']['DecimalText']
          freeTransactions?: number
          freeValue?: components['schemas']['DecimalText']
          rounding?: 'half-up' | 'half-even' | 'down' | 'up'
        }
      } | null
      taxCategory?: string | null
      split?: {
        partner: string
        percent: string
      } | null
    }
    PlanCommitment: {
      cycles: number
      fee: {
        kind: "fixed"
        amount: components['schemas']['Money']
      } | {
        kind: "remaining"
        percent: string
      }
    }
    PlanMigration: {
      id: components['schemas']['Id']
      offerId: components['schemas']['Id']
      toVersionId: components['schemas']['Id']
      fromVersionIds: components['schemas']['Id'][]
      state: 'running' | 'done' | 'stopped'
      subscriptionCount: components['schemas']['BigInteger']
      subscriptionDone: components['schemas']['BigInteger']
      startedBy: string
      startedAt: components['schemas']['Instant']
      finishedAt: components['schemas']['Instant'] | null
    }
    PlanMigrationPreview: {
      groups: ({
        versionId: components['schemas']['Id']
        number: number
        subscriptionCount: components['schemas']['BigInteger']
        price: components['schemas']['Money']
        difference: components['schemas']['Money']
      })[]
      subscriptionCount: components['schemas']['BigInteger']
      examples: ({
        subscriptionId: components['schemas']['Id']
        number: string
        customerName: string
        versionNumber: number
      })[]
    }
    PlanPhase: {
      kind: "trial"
      days: number
    } | {
      kind: "discount"
      cycles: number
      percentOff: string
    }
    PlanPrices: { [key in components['schemas']['Currency']]?: {
      recurring: components['schemas']['Money']
      setup: components['schemas']['Money']
      charges?: { [key in string]?: components['schemas']['Money'] }
    } }
    PlanReply: {
      vendor: 'mikrotik' | 'cisco' | 'juniper' | 'huawei' | 'ubiquiti' | 'accel-ppp' | 'chillispot' | 'cambium' | 'generic'
      routers: string[]
      parts: ({
        /** What brings this speed */
        source: 'plan' | 'fair-use' | 'used-up' | 'hours' | 'boost'
        uploadBps: number
        downloadBps: number
        attributes: ({
          name: string
          value: string
        })[]
      })[]
    }
    PlanTerms: {
      validFrom: components['schemas']['PlainDate']
      recurring: components['schemas']['Money']
      setup?: components['schemas']['Money']
      cycle?: components['schemas']['Cycle']
      billedIn?: 'advance' | 'arrears'
      alignment?: 'account' | 'anniversary'
      charges?: components['schemas']['PlanCharge'][]
      phases?: components['schemas']['PlanPhase'][]
      prices?: components['schemas']['PlanPrices']
      commitment?: components['schemas']['PlanCommitment'] | null
      taxCategory?: string
      pricesIncludeTax?: boolean
      downloadBps?: components['schemas']['BigInteger']
      uploadBps?: components['schemas']['BigInteger']
      quotaBytes?: components['schemas']['BigInteger'] | null
      quotaPolicy?: 'none' | 'throttle' | 'cut'
      throttledDownloadBps?: components['schemas']['BigInteger'] | null
      throttledUploadBps?: components['schemas']['BigInteger'] | null
      fupTiers?: components['schemas']['FairUseTier'][]
      freeWindows?: components['schemas']['FreeWindow'][]
      speedWindows?: components['schemas']['SpeedWindow'][]
      quality?: components['schemas']['Quality'] | null
      rollover?: components['schemas']['Rollover'] | null
      topUp?: components['schemas']['TopUpGrant'] | null
      pass?: components['schemas']['Validity'] | null
      sessionsMax?: number
      sessionLimitPolicy?: 'reject-new' | 'kick-oldest'
      idleTimeoutSeconds?: number | null
      addressPool?: string | null
      approvalRef?: string | null
    }
    Problem: {
      type: string
      title: string
      status: number
      /** Stable; switch on this */
      code: string
      detail: string
      /** What fills the detail, by name, for who says it in other words */
      values?: {}
      /** JSON Pointer to the first wrong field */
      pointer?: string
      errors?: ({
        pointer: string
        detail: string
      })[]
      requestId: string
    }
    Proforma: {
      lines: ({
        description: string
        periodFrom: components['schemas']['PlainDate'] | null
        /** Exclusive */
        periodTo: components['schemas']['PlainDate'] | null
        quantity: string
        unit: components['schemas']['Money']
        net: components['schemas']['Money']
        taxPercents: string[]
      })[]
      taxes: ({
        name: string
        percent: string
        net: components['schemas']['Money']
        tax: components['schemas']['Money']
      })[]
      id: components['schemas']['Id']
      number: string
      customerId: components['schemas']['Id']
      accountId: components['schemas']['Id']
      issuedOn: components['schemas']['PlainDate']
      validUntil: components['schemas']['PlainDate']
      net: components['schemas']['Money']
      total: components['schemas']['Money']
      /** What a change gives back of what was paid */
      credited: components['schemas']['Money']
      /** To be paid: the total less what is given back */
      due: components['schemas']['Money']
      createdAt: components['schemas']['Instant']
    }
    Quality: {
      burst?: {
        downloadBps: components['schemas']['BigInteger']
        uploadBps: components['schemas']['BigInteger']
        seconds: number
        thresholdPercent?: number
      } | null
      guaranteed?: {
        downloadBps: components['schemas']['BigInteger']
        uploadBps: components['schemas']['BigInteger']
      } | null
      priority?: number | null
      profile?: string | null
    }
    Quota: {
      limited: boolean
      granted: components['schemas']['BigInteger']
      used: components['schemas']['BigInteger']
      remaining: components['schemas']['BigInteger']
      lots: components['schemas']['Lot'][]
    }
    Quote: {
      on: components['schemas']['PlainDate']
      /** What is given back; positive amounts */
      credits: ({
        invoiceId: components['schemas']['Id']
        lines: ({
          description: string
          periodFrom: components['schemas']['PlainDate'] | null
          periodTo: components['schemas']['PlainDate'] | null
          net: components['schemas']['Money']
          tax: components['schemas']['Money']
        })[]
        net: components['schemas']['Money']
        tax: components['schemas']['Money']
        total: components['schemas']['Money']
      })[]
      /** What is taken off charges that wait for the next invoice; positive amounts, no part of what is due */
      takenOff: {
        lines: ({
          description: string
          periodFrom: components['schemas']['PlainDate'] | null
          periodTo: components['schemas']['PlainDate'] | null
          net: components['schemas']['Money']
          tax: components['schemas']['Money']
        })[]
        net: components['schemas']['Money']
        tax: components['schemas']['Money']
        total: components['schemas']['Money']
      } | null
      /** What is charged at once, and the invoices after it, the next of them with what waits for it */
      invoices: ({
        on: components['schemas']['PlainDate']
        lines: ({
          kind: 'recurring' | 'one-time' | 'usage' | 'adjustment' | 'late-fee' | 'termination-fee' | 'rounding'
          description: string
          periodFrom: components['schemas']['PlainDate'] | null
          /** Exclusive */
          periodTo: components['schemas']['PlainDate'] | null
          quantity: string
          unit: components['schemas']['Money']
          discount: components['schemas']['Money']
          net: components['schemas']['Money']
          tax: components['schemas']['Money']
        })[]
        net: components['schemas']['Money']
        tax: components['schemas']['Money']
        total: components['schemas']['Money']
      })[]
      /** To be paid now, less what is given back */
      due: components['schemas']['Money']
      /** Of a transfer: whose it was. What is given back and taken off is theirs; the invoices are of whose it becomes */
      former: {
        /** That is billed */
        accountId: components['schemas']['Id']
        /** Days and use before the transfer, charged at once */
        invoice: {
          lines: ({
            kind: 'recurring' | 'one-time' | 'usage' | 'adjustment' | 'late-fee' | 'termination-fee' | 'rounding'
            description: string
            periodFrom: components['schemas']['PlainDate'] | null
            /** Exclusive */
            periodTo: components['schemas']['PlainDate'] | null
            quantity: string
            unit: components['schemas']['Money']
            discount: components['schemas']['Money']
            net: components['schemas']['Money']
            tax: components['schemas']['Money']
          })[]
          net: components['schemas']['Money']
          tax: components['schemas']['Money']
          total: components['schemas']['Money']
        } | null
        /** To be paid for them, less what is given back */
        due: components['schemas']['Money']
      } | null
      /** Nothing of the running periods is billed until service resumes; their invoices are shown as if that were today */
      isPaused: boolean
      /** How what is given back comes back, beyond what it pays */
      comesBackAs: 'credit' | 'money'
      /** Of these lines and sums, to agree to them */
      fingerprint: string
    }
    QuoteAsk: {
      kind: "subscription"
      customerId: components['schemas']['Id']
      accountId?: components['schemas']['Id']
      offerId: components['schemas']['Id']
      startOn?: components['schemas']['PlainDate']
      /** Codes that would be redeemed */
      coupons?: string[]
      addOns?: ({
        offerId: components['schemas']['Id']
        quantity: number
      })[]
    } | {
      kind: "terms"
      name: string
      technology: 'fibre' | 'pppoe' | 'hotspot' | 'wireless' | 'mobile'
      terms: components['schemas']['PlanTerms']
      startOn?: components['schemas']['PlainDate']
      billDay?: number
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "plan-change"
      offerId: components['schemas']['Id']
      /** Default: the policy of the settings; another needs billing.adjust */
      changeCredit?: 'credit' | 'none' | 'full-price'
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "add-on"
      offerId: components['schemas']['Id']
      quantity: number
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "quantity"
      itemId: components['schemas']['Id']
      quantity: number
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "removal"
      itemId: components['schemas']['Id']
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "transfer"
      customerId: components['schemas']['Id']
      accountId?: components['schemas']['Id']
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "pause"
      until?: components['schemas']['PlainDate'] | null
    } | {
      subscriptionId: components['schemas']['Id']
      kind: "cancellation"
      /** Default: the policy of the settings; another needs billing.adjust */
      refundOnCancellation?: 'credit' | 'money'
    }
    Realm: {
      id: components['schemas']['Id']
      name: string
      stripsRealm: boolean
      forwardsAccounting: boolean
      requireMessageAuthenticator: boolean
      /** How long a home server may take before the next is asked */
      timeoutMs: number
      /** Attributes of answers that reach the routers, besides those that a login needs */
      believed: string[]
      enabled: boolean
      servers: components['schemas']['HomeServer'][]
      version: number
    }
    Refund: {
      id: components['schemas']['Id']
      paymentId: components['schemas']['Id']
      amount: components['schemas']['Money']
      reason: string
      state: 'requested' | 'due' | 'done'
      error: string | null
    }
    Renewal: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      /** First day that nobody had paid for */
      dueOn: components['schemas']['PlainDate']
      state: 'announced' | 'charging' | 'failed' | 'lapsed' | 'renewed'
      /** Charges of a saved method */
      attempts: number
      nextTryOn: components['schemas']['PlainDate'] | null
      problem: string | null
      renewedUntil: components['schemas']['PlainDate'] | null
    }
    RenewalOutlook: {
      on: components['schemas']['PlainDate']
      cycle: {
        from: components['schemas']['PlainDate']
        /** Exclusive */
        to: components['schemas']['PlainDate']
      }
      /** With taxes */
      amount: components['schemas']['Money']
      /** What the account has now */
      credit: components['schemas']['Money']
      /** null: it will expire */
      paidBy: 'credit' | 'saved-method' | null
    }
    Role: {
      id: components['schemas']['Id']
      code: string
      name: string
      /** Names, and for built-in roles patterns such as `*.read` */
      permissions: string[]
      rowScope: 'all' | 'team' | 'territory' | 'reseller' | 'own'
      isBuiltIn: boolean
      version: number
    }
    Rollover: {
      cycles: number
      maxBytes: components['schemas']['BigInteger'] | null
    }
    Router: {
      nasId: components['schemas']['Id']
      management: {
        uses: ('hotspot' | 'pppoe')[]
        address: string
        protocol: 'api' | 'api-ssl' | 'rest'
        port: number
        username: string
        fingerprint: string | null
      } | null
      enrolmentId: components['schemas']['Id'] | null
      identity: string | null
      firmware: string | null
      board: string | null
      lookedAt: components['schemas']['Instant'] | null
      checkedInAt: components['schemas']['Instant'] | null
      checks: ({
        name: 'script' | 'check-in' | 'radius' | 'accounting' | 'commands' | 'api' | 'settings' | 'clock' | 'firmware'
        state: 'passed' | 'waiting' | 'warning' | 'failed'
        found: string
        detail: string
      })[]
    }
    RouterCommand: {
      id: components['schemas']['Id']
      name: string
      state: 'waiting' | 'fetched' | 'joined' | 'expired' | 'cancelled'
      uses: ('hotspot' | 'pppoe')[]
      interface: string
      tunnelAddress: string | null
      expiresAt: components['schemas']['Instant']
      nasId: components['schemas']['Id'] | null
      checks: ({
        name: 'script' | 'check-in' | 'radius' | 'accounting' | 'commands' | 'api' | 'settings' | 'clock' | 'firmware'
        state: 'passed' | 'waiting' | 'warning' | 'failed'
        found: string
        detail: string
      })[]
      /** Typed at the terminal of the router. Shown this once */
      command: string
    }
    RouterEnrolment: {
      id: components['schemas']['Id']
      name: string
      state: 'waiting' | 'fetched' | 'joined' | 'expired' | 'cancelled'
      uses: ('hotspot' | 'pppoe')[]
      interface: string
      tunnelAddress: string | null
      expiresAt: components['schemas']['Instant']
      nasId: components['schemas']['Id'] | null
      checks: ({
        name: 'script' | 'check-in' | 'radius' | 'accounting' | 'commands' | 'api' | 'settings' | 'clock' | 'firmware'
        state: 'passed' | 'waiting' | 'warning' | 'failed'
        found: string
        detail: string
      })[]
    }
    SavedMethod: {
      id: components['schemas']['Id']
      gatewayId: components['schemas']['Id']
      accountId: components['schemas']['Id']
      label: string
      lastDigits: string
      /** Last day */
      expiresOn: components['schemas']['PlainDate'] | null
      createdAt: components['schemas']['Instant']
    }
    SelfcareSettings: {
      url: string
      isOpen: boolean
    }
    Session: {
      staff: {
        id: components['schemas']['Id']
        name: string
        email: string
        locale: string
        roles: string[]
      }
      tenant: {
        id: components['schemas']['Id']
        name: string
        slug: string
        currency: string
        timeZone: string
        locale: string
        country: string
        brand: {
          color: string
          logoUrl: string | null
        }
      }
      permissions: string[]
      csrf: string
      demo: boolean
    }
    SessionEvidence: {
      sessionId: components['schemas']['Id']
      username: string
      acctSessionId: string
      callingStation: string | null
      nasName: string | null
      address: string | null
      address6: string | null
      prefix6: string | null
      delegated6: string | null
      startedAt: components['schemas']['Instant']
      endedAt: components['schemas']['Instant'] | null
      /** Its last sample */
      updatedAt: components['schemas']['Instant']
      /** Not `nas`: its end is a conclusion of this program */
      closedBy: string | null
      subscriptionId: components['schemas']['Id'] | null
      subscriptionNumber: string | null
      customerId: components['schemas']['Id'] | null
      customerNumber: string | null
      customerName: string | null
    }
    ShortMessage: {
      id: components['schemas']['Id']
      destination: string
      kind: 'one-time-code' | 'by-staff'
      /** One-time codes are covered */
      textShown: string
      parts: number
      state: 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown' | 'refused'
      reason: 'destination-not-allowed' | 'hourly-limit' | 'too-late' | 'no-centre' | 'address-refused' | 'unreachable' | 'no-answer' | 'wrong-password' | 'wrong-system-id' | 'bind-refused' | 'throttled' | 'wrong-destination' | 'wrong-source' | 'centre-refused' | 'expired' | 'undeliverable' | 'rejected' | 'undelivered' | null
      /** In the words of the centre */
      detail: string | null
      /** As the centre calls its parts */
      messageIds: string[]
      attempts: number
      createdAt: components['schemas']['Instant']
      deliveredAt: components['schemas']['Instant'] | null
    }
    SimulatedAlternative: {
      /** New terms of plans, to which everybody who has them is moved */
      prices?: ({
        offerId: components['schemas']['Id']
        recurring: components['schemas']['Money']
      })[]
      /** Rates in place of those in force */
      taxes?: ({
        category?: string
        code: string
        name?: string
        percent: string
        supply?: 'any' | 'internet' | 'mobile' | 'telephony' | 'backbone' | 'other'
        jurisdiction?: string
        reach?: 'everywhere' | 'within-region' | 'within-state' | 'within-territory' | 'between-regions' | 'in-region'
        flatMinor?: components['schemas']['BigInteger']
        sharePercent?: string
        on?: string[]
        /** Where it is written: law, notice, page */
        source?: string
      })[]
      dunning?: ({
        segment?: string
        days: number
        action: 'remind' | 'retry' | 'late-fee' | 'walled-garden' | 'suspend' | 'terminate'
        /** Of a late fee; with no fee and no percentage, what the billing settings say */
        feeMinor?: components['schemas']['BigInteger']
        /** Of what is open */
        feePercent?: string
        /** Of a stage that is moved; without it, one more stage */
        id?: components['schemas']['Id']
      })[]
      /** Settings that are otherwise */
      billing?: {
        /** Whether bill runs of the night wait for approval */
        billRuns?: 'automatic' | 'approved'
        /** What the price of a part of a period is counted in */
        dayCount?: 'actual' | 'thirty' | 'thirty-day-months'
        /** Whether the day on which service ends is charged */
        endDay?: 'free' | 'billed'
        /** Whether a first part of a period has an invoice of its own */
        firstPeriod?: 'separate' | 'merged'
        /** What a change of plan does to days that are billed */
        changeCredit?: 'credit' | 'none' | 'full-price'
        /** Whose price the day of a change has */
        changeDay?: 'new-plan' | 'old-plan'
        /** When what a change charges is invoiced */
        invoiceOnChange?: 'now' | 'next'
        /** Quota that a new plan brings in the middle of a cycle: by the days left, or as if it had been had from its beginning */
        quotaOnChange?: 'scaled' | 'full'
        /** How what was paid for days behind the end of service comes back */
        refundOnCancellation?: 'credit' | 'money'
        /** What comes to less waits for the next invoice */
        minimumMinor?: components['schemas']['BigInteger']
        lateFeeMinor?: components['schemas']['BigInteger']
        /** Of what is open */
        lateFeePercent?: string
        /** A preview points at bills that differ by more */
        anomalyPercent?: number
      }
    }
    SimulatedCourse: {
      invoices: number
      /** One for each currency */
      invoiced: components['schemas']['Money'][]
      creditNotes: number
      /** One for each currency */
      credited: components['schemas']['Money'][]
      receipts: number
      /** One for each currency */
      received: components['schemas']['Money'][]
      /** Subscriptions, for not paying */
      suspensions: number
      /** Subscriptions, of those */
      restorations: number
      /** Subscriptions */
      ended: number
      /** Overdue at the end */
      arrears: components['schemas']['Money'][]
      accountsInArrears: number
      months: ({
        /** 2026-12 */
        month: string
        invoices: number
        /** One for each currency */
        invoiced: components['schemas']['Money'][]
        creditNotes: number
        /** One for each currency */
        credited: components['schemas']['Money'][]
        receipts: number
        /** One for each currency */
        received: components['schemas']['Money'][]
        /** Subscriptions, for not paying */
        suspensions: number
        /** Subscriptions, of those */
        restorations: number
        /** Subscriptions */
        ended: number
        /** Overdue at the end */
        arrears: components['schemas']['Money'][]
        accountsInArrears: number
      })[]
      plans: ({
        /** null: charges that belong to no plan */
        offerId: components['schemas']['Id'] | null
        name: string
        /** Lines of invoices less those of credit notes */
        net: components['schemas']['Money']
      })[]
      taxes: ({
        code: string
        name: string
        percent: string
        tax: components['schemas']['Money']
      })[]
      /** What is wrong with the books at the end; empty unless the program has a fault */
      faults: string[]
    }
    Simulation: {
      id: components['schemas']['Id']
      name: string
      from: components['schemas']['PlainDate']
      /** Included */
      to: components['schemas']['PlainDate']
      alternative: components['schemas']['SimulatedAlternative'] | null
      state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
      daysDone: number
      /** Of both courses together */
      daysTotal: number
      outcome: components['schemas']['SimulationOutcome'] | null
      /** Accounts; the list `simulation-accounts` has those it touches most */
      affectedCount: number
      error: string | null
      actor: string
      createdAt: components['schemas']['Instant']
      finishedAt: components['schemas']['Instant'] | null
    }
    SimulationOutcome: {
      unchanged: components['schemas']['SimulatedCourse']
      changed: components['schemas']['SimulatedCourse'] | null
    }
    SmsSettings: {
      host: string
      port: number
      isTls: boolean
      systemId: string
      systemType?: string
      source: string
      /** One connection for both ways, one for each, or only the way out */
      bind?: 'transceiver' | 'pair' | 'transmitter'
      /** Messages that may wait for their answer at a time */
      unansweredMax?: number
      /** Parts a second */
      perSecond?: number
      /** Where messages may go; empty: the tenant's country */
      prefixes?: string[]
      /** Parts that are sent within an hour at most */
      partsPerHourMax?: number
      /** What a part costs, so that limits can be told as money */
      partPrice?: components['schemas']['Money'] | null
    }
    SpeedBoost: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      downloadBps: components['schemas']['BigInteger']
      uploadBps: components['schemas']['BigInteger']
      fromAt: components['schemas']['Instant']
      untilAt: components['schemas']['Instant']
      reason: string
      /** Else it was given */
      isBought: boolean
    }
    SpeedWindow: {
      days: number[]
      from: string
      to: string
      downloadBps: components['schemas']['BigInteger']
      uploadBps: components['schemas']['BigInteger']
    }
    SponsorCampaign: {
      id: components['schemas']['Id']
      name: string
      /** As guests read it */
      sponsor: string
      messages: {
        en: {
          text: string
          /** Null: nothing is asked */
          question: string | null
          /** One of them is chosen */
          answers: string[]
        } | null
        bn: {
          text: string
          /** Null: nothing is asked */
          question: string | null
          /** One of them is chosen */
          answers: string[]
        } | null
        hi: {
          text: string
          /** Null: nothing is asked */
          question: string | null
          /** One of them is chosen */
          answers: string[]
        } | null
      }
      link: string | null
      /** The plan of which guests get a pass */
      offerId: components['schemas']['Id']
      /** Where it is shown; none: everywhere */
      locationIds: components['schemas']['Id'][]
      startsOn: components['schemas']['PlainDate']
      /** First day on which it is not shown */
      endsOn: components['schemas']['PlainDate'] | null
      watchSeconds: number
      /** Passes for one guest in a day */
      guestPerDayMax: number
      /** Passes that were given, or guests who looked to the end; budgets count the same */
      chargedFor: 'grant' | 'showing'
      /** Of one of them */
      price: components['schemas']['Money']
      budgetMax: number | null
      budgetPerDayMax: number | null
      budgetPerLocationDayMax: number | null
      state: 'draft' | 'published' | 'paused'
      pictureFileId: components['schemas']['Id'] | null
      version: number
      createdAt: components['schemas']['Instant']
    }
    SponsorCampaignReport: {
      id: components['schemas']['Id']
      name: string
      /** As guests read it */
      sponsor: string
      messages: {
        en: {
          text: string
          /** Null: nothing is asked */
          question: string | null
          /** One of them is chosen */
          answers: string[]
        } | null
        bn: {
          text: string
          /** Null: nothing is asked */
          question: string | null
          /** One of them is chosen */
          answers: string[]
        } | null
        hi: {
          text: string
          /** Null: nothing is asked */
          question: string | null
          /** One of them is chosen */
          answers: string[]
        } | null
      }
      link: string | null
      /** The plan of which guests get a pass */
      offerId: components['schemas']['Id']
      /** Where it is shown; none: everywhere */
      locationIds: components['schemas']['Id'][]
      startsOn: components['schemas']['PlainDate']
      /** First day on which it is not shown */
      endsOn: components['schemas']['PlainDate'] | null
      watchSeconds: number
      /** Passes for one guest in a day */
      guestPerDayMax: number
      /** Passes that were given, or guests who looked to the end; budgets count the same */
      chargedFor: 'grant' | 'showing'
      /** Of one of them */
      price: components['schemas']['Money']
      budgetMax: number | null
      budgetPerDayMax: number | null
      budgetPerLocationDayMax: number | null
      state: 'draft' | 'published' | 'paused'
      pictureFileId: components['schemas']['Id'] | null
      version: number
      createdAt: components['schemas']['Instant']
      standing: 'draft' | 'paused' | 'scheduled' | 'running' | 'used-up' | 'ended'
      shown: number
      /** Looked at to the end */
      finished: number
      granted: number
      /** What the sponsor owes, at the prices of then */
      cost: components['schemas']['Money']
      days: ({
        day: components['schemas']['PlainDate']
        shown: number
        finished: number
        granted: number
      })[]
      places: ({
        location: string | null
        shown: number
        granted: number
      })[]
      /** How often each answer was chosen, in their order */
      answered: number[]
    }
    Staff: {
      id: components['schemas']['Id']
      email: string
      name: string
      locale: string | null
      state: 'invited' | 'active' | 'disabled'
      roles: string[]
      /** Where this person works: roles that see a territory see the customers there */
      locationIds: components['schemas']['Id'][]
      hasTotp: boolean
      version: number
    }
    Subscription: {
      id: components['schemas']['Id']
      number: string
      customerId: components['schemas']['Id']
      accountId: components['schemas']['Id']
      offerId: components['schemas']['Id']
      offerVersionId: components['schemas']['Id']
      locationId: components['schemas']['Id'] | null
      state: 'pending' | 'active' | 'paused' | 'suspended' | 'cancelled' | 'ended'
      blockReasons: ('unpaid' | 'arrears' | 'expired' | 'quota' | 'abuse' | 'admin' | 'lost-device')[]
      startedOn: components['schemas']['PlainDate'] | null
      trialUntil: components['schemas']['PlainDate'] | null
      billDay: number
      billedUntil: components['schemas']['PlainDate'] | null
      endsOn: components['schemas']['PlainDate'] | null
      /** Of a pass: the moment on its last day */
      endsAt: components['schemas']['Instant'] | null
      activatedAt: components['schemas']['Instant'] | null
      pausedAt: components['schemas']['Instant'] | null
      resumeOn: components['schemas']['PlainDate'] | null
      endedAt: components['schemas']['Instant'] | null
      /** Prepaid: first day that nobody has paid for; null: postpaid */
      prepaidUntil: components['schemas']['PlainDate'] | null
      autoRenew: boolean
      revision: number
      version: number
      createdAt: components['schemas']['Instant']
    }
    SubscriptionBlock: {
      reason: 'unpaid' | 'arrears' | 'expired' | 'quota' | 'abuse' | 'admin' | 'lost-device'
      note: string
      since: components['schemas']['Instant']
      actor: string
      liftedAt: components['schemas']['Instant'] | null
      liftedBy: string | null
    }
    SubscriptionChange: {
      kind: "plan"
      offerId: components['schemas']['Id']
    } | {
      kind: "add-item"
      offerId: components['schemas']['Id']
      quantity: number
    } | {
      kind: "item-quantity"
      itemId: components['schemas']['Id']
      quantity: number
    } | {
      kind: "remove-item"
      itemId: components['schemas']['Id']
    } | {
      kind: "pause"
      until?: components['schemas']['PlainDate'] | null
    } | {
      kind: "resume"
    } | {
      kind: "transfer"
      customerId: components['schemas']['Id']
      accountId?: components['schemas']['Id']
    } | {
      kind: "cancel"
    }
    SubscriptionDiscount: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      couponId: components['schemas']['Id'] | null
      name: string
      reduction: {
        kind: "percent"
        percentOff: string
      } | {
        kind: "amount"
        amountOff: components['schemas']['Money']
      }
      fromOn: components['schemas']['PlainDate']
      cyclesLeft: number | null
      stackable: boolean
    }
    SubscriptionItem: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      offerId: components['schemas']['Id']
      offerVersionId: components['schemas']['Id']
      quantity: number
      fromOn: components['schemas']['PlainDate']
      toOn: components['schemas']['PlainDate'] | null
      billedUntil: components['schemas']['PlainDate']
    }
    SubscriptionItemHad: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      offerId: components['schemas']['Id']
      offerVersionId: components['schemas']['Id']
      quantity: number
      fromOn: components['schemas']['PlainDate']
      toOn: components['schemas']['PlainDate'] | null
      billedUntil: components['schemas']['PlainDate']
      name: string
      /** Of one, each cycle, on the terms it was taken */
      unitPrice: components['schemas']['Money']
    }
    TakenNatLog: {
      added: number
      /** Known before, and now with their end */
      ended: number
      /** Lines that were not taken; all others were */
      faults: ({
        line: number
        columns: ('publicAddress' | 'portFrom' | 'portTo' | 'privateAddress' | 'from' | 'until' | 'device')[]
        detail: string
      })[]
    }
    TariffVersion: {
      id: components['schemas']['Id']
      number: number
      validFrom: components['schemas']['PlainDate']
      rules: { [key in string]?: unknown }
      note: string
      createdAt: components['schemas']['Instant']
    }
    TaxExemption: {
      id: components['schemas']['Id']
      customerId: components['schemas']['Id']
      jurisdiction: string
      number: string
      reason: string
      validFrom: components['schemas']['PlainDate']
      /** Included */
      validUntil: components['schemas']['PlainDate']
      /** Whether the paper itself is kept */
      fileId: components['schemas']['Id'] | null
      revokedAt: components['schemas']['Instant'] | null
    }
    TaxForm: {
      form: 'INV-01' | 'Mushak-6.3' | 'NG-invoice'
      /** As the tax office wants it */
      content: { [key in string]?: unknown }
      /** What keeps it from being submitted */
      faults: string[]
      /** The number that the tax office will give it, where that can be known */
      reference: string | null
    }
    TaxOfficeAnswer: {
      /** IRN */
      reference: string
      acknowledgedNumber: string
      acknowledgedAt: components['schemas']['Instant']
      /** Its text, signed by the tax office */
      qrCode: string
    }
    TaxPack: {
      country: string
      /** GSTIN, BIN, TIN */
      registrationName: string
      regions: ({
        code: string
        name: string
      })[]
      supplyCodes: { [key in 'internet' | 'mobile' | 'telephony' | 'backbone' | 'other']?: string }
      withholdings: ({
        code: string
        name: string
        percent: string
        from: string
      })[]
      /** What the tax office has a form for */
      taxForms: ('invoice' | 'credit-note')[]
      /** Whether customers are exempt by certificates */
      takesCertificates: boolean
      /** Whether taxes of a debt that is written off are taken back */
      reliefForBadDebts: boolean
    }
    TaxRate: {
      id: components['schemas']['Id']
      category: string
      supply: 'any' | 'internet' | 'mobile' | 'telephony' | 'backbone' | 'other'
      code: string
      name: string
      jurisdiction: string
      reach: 'everywhere' | 'within-region' | 'within-state' | 'within-territory' | 'between-regions' | 'in-region'
      percent: string
      /** For each line and month, in minor units */
      flatMinor: components['schemas']['BigInteger']
      /** Of the price it is charged on */
      sharePercent: string
      /** Taxes that enter its base */
      on: string[]
      validFrom: components['schemas']['PlainDate']
      validTo: components['schemas']['PlainDate'] | null
      /** Where it is written; empty where nobody said */
      source: string
      /** When it was last compared with that */
      checkedOn: components['schemas']['PlainDate'] | null
    }
    TaxReport: {
      from: components['schemas']['PlainDate']
      /** Exclusive */
      to: components['schemas']['PlainDate']
      currency: string
      taxes: ({
        code: string
        name: string
        /** ISO 3166: who gets it */
        jurisdiction: string
        percent: string
        /** SAC, service code */
        supplyCode: string
        placeOfSupply: string
        /** Whether the buyers are registered */
        isBusiness: boolean
        documents: components['schemas']['BigInteger']
        net: components['schemas']['Money']
        tax: components['schemas']['Money']
        creditedNet: components['schemas']['Money']
        creditedTax: components['schemas']['Money']
        /** Of debts that went bad, less what of them was paid after all */
        relievedTax: components['schemas']['Money']
      })[]
      supplies: ({
        isBusiness: boolean
        placeOfSupply: string
        documents: components['schemas']['BigInteger']
        /** Less what was credited */
        net: components['schemas']['Money']
        tax: components['schemas']['Money']
      })[]
      charged: components['schemas']['Money']
      credited: components['schemas']['Money']
      /** Taken back for debts that went bad */
      relieved: components['schemas']['Money']
      /** Charged less credited and relieved */
      due: components['schemas']['Money']
      /** In the account of taxes payable */
      booked: components['schemas']['Money']
      /** By customers, as their certificates of the period say */
      withheld: components['schemas']['Money']
      /** Due less booked */
      difference: components['schemas']['Money']
    }
    TaxSettings: {
      /** ISO 3166-2; empty where the registration says it */
      region: "" | string
      companyNumber: "" | string
      addressLine: "" | string
      city: "" | string
      postalCode: "" | string
      totalStepMinor: components['schemas']['BigInteger']
      /** Codes on invoices that differ from the usual ones */
      supplyCodes: { [key in 'internet' | 'mobile' | 'telephony' | 'backbone' | 'other']?: string }
    }
    TaxWithholding: {
      id: components['schemas']['Id']
      code: string
      certificateNumber: string
      certifiedOn: components['schemas']['PlainDate']
      periodFrom: components['schemas']['PlainDate']
      /** Exclusive */
      periodTo: components['schemas']['PlainDate']
      amount: components['schemas']['Money']
    }
    Tenant: {
      id: components['schemas']['Id']
      slug: string
      country: components['schemas']['Country']
      currency: components['schemas']['Currency']
      name: string
      legalName: string
      timeZone: components['schemas']['TimeZone']
      locale: components['schemas']['Locale']
      address: "" | string
      email: "" | components['schemas']['Email']
      phone: "" | components['schemas']['Phone']
      taxNumber: "" | string
      brandColor: string
      paymentTermsDays: number
      /** As invoices say them: a paragraph each, its first line the name, then lines like `Account: 9930 214 775` */
      waysToPay: "" | string
      fiscalYearStartMonth: number
      logoFileId: components['schemas']['Id'] | null
      version: number
    }
    TimeZone: string
    TopUpGrant: {
      unit: 'bytes' | 'seconds' | 'messages'
      quantity: components['schemas']['BigInteger']
      validity: components['schemas']['Validity']
      rule: 'extend' | 'own' | 'reset'
    } | {
      unit: "boost"
      faster: components['schemas']['Faster']
      validity: components['schemas']['Validity']
    }
    TopUpOffer: {
      offerId: components['schemas']['Id']
      name: string
      topUp: components['schemas']['TopUpGrant']
      net: components['schemas']['Money']
      tax: components['schemas']['Money']
      total: components['schemas']['Money']
      /** Why it cannot be sold just now, such as a router that would not give a boosted speed */
      refusal: string | null
    }
    TopUpSale: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id']
      offerId: components['schemas']['Id']
      offerName: string
      state: 'awaiting' | 'done' | 'failed'
      paidBy: 'credit' | 'invoice' | 'saved-method' | 'cash' | 'bank' | 'mobile-money'
      /** Whose payment is awaited */
      checkoutId: components['schemas']['Id'] | null
      invoiceId: components['schemas']['Id'] | null
      problem: string | null
      createdAt: components['schemas']['Instant']
      doneAt: components['schemas']['Instant'] | null
    }
    UsageFile: {
      id: components['schemas']['Id']
      fileId: string
      source: string
      name: string
      records: number
      accepted: number
      /** Came before with the same content; ignored */
      copies: number
      /** Wait in the error queue */
      rejected: number
    }
    UsagePoint: {
      from: components['schemas']['Instant']
      uploadBytes: components['schemas']['BigInteger']
      downloadBytes: components['schemas']['BigInteger']
    }
    UsageRecordsTaken: {
      read: number
      accepted: number
      /** Came before with the same content; ignored */
      copies: number
      rejected: ({
        key: string
        fault: {
          code: string
          field: string
          fix: string
        }
      })[]
    }
    Validity: {
      unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
      count: number
    }
    VoucherBatch: {
      id: components['schemas']['Id']
      number: string
      offerId: components['schemas']['Id']
      offerVersionId: components['schemas']['Id']
      offerName: string
      locationId: components['schemas']['Id'] | null
      prefix: string
      /** Random characters of a code; a check character follows */
      drawn: number
      count: number
      madeCount: number
      /** Printed on the paper, with tax */
      price: components['schemas']['Money']
      /** First day on which it cannot be used any more */
      redeemUntil: components['schemas']['PlainDate'] | null
      note: string
      state: 'making' | 'ready' | 'failed'
      error: string | null
      version: number
      createdAt: components['schemas']['Instant']
    }
    WaitingCharge: {
      id: components['schemas']['Id']
      subscriptionId: components['schemas']['Id'] | null
      kind: 'recurring' | 'one-time' | 'usage' | 'adjustment' | 'late-fee' | 'termination-fee' | 'rounding'
      description: string
      amount: components['schemas']['Money']
      pricesIncludeTax: boolean
      billOn: components['schemas']['PlainDate']
      reason: string
    }
    WebhookDelivery: {
      id: components['schemas']['Id']
      endpointId: components['schemas']['Id']
      /** Null: a test */
      eventId: components['schemas']['BigInteger'] | null
      eventType: string
      /** As it is signed and sent */
      body: string
      state: 'waiting' | 'delivered' | 'failed'
      nextAttemptAt: components['schemas']['Instant']
      createdAt: components['schemas']['Instant']
      finishedAt: components['schemas']['Instant'] | null
      /** The newest first */
      attempts: ({
        at: components['schemas']['Instant']
        /** Null: no answer */
        status: number | null
        durationMs: number
        error: string | null
        /** Its first 1,024 bytes */
        answer: string
      })[]
    }
    WebhookEndpoint: {
      id: components['schemas']['Id']
      url: string
      description: string
      /** Null: every type */
      eventTypes: string[] | null
      enabled: boolean
      disabledBecause: 'person' | 'failing' | 'gone' | null
      /** Until then the secret before signs too */
      previousSecretUntil: components['schemas']['Instant'] | null
      failingSince: components['schemas']['Instant'] | null
      succeededAt: components['schemas']['Instant'] | null
      version: number
    }
    WriteOff: {
      id: components['schemas']['Id']
      invoiceId: components['schemas']['Id']
      /** Negative: what was paid after all */
      amount: components['schemas']['Money']
      /** The loss */
      net: components['schemas']['Money']
      /** Taken back from what tax offices get */
      tax: components['schemas']['Money']
      bookedOn: components['schemas']['PlainDate']
      reason: string
    }
  }
}

// Generated from the OpenAPI document by `npm run gen`; do not edit.

export interface paths {
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
    /** All rows that match, as CSV */
    get: {
      parameters: {
        path: {
          name: string
        }
        query?: {
          q?: string
          f?: string | string[]
          sort?: string
          format?: 'csv'
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
    Id: string
    Problem: {
      type: string
      title: string
      status: number
      /** Stable; switch on this */
      code: string
      detail: string
      /** JSON Pointer to the first wrong field */
      pointer?: string
      errors?: ({
        pointer: string
        detail: string
      })[]
      requestId: string
    }
  }
}

import { createContext, useContext } from 'react'

/** The nonce that the page's own inline scripts carry; only known while the server writes the page. */
export const PageNonceContext = createContext<string | undefined>(undefined)

export function usePageNonce(): string | undefined {
  return useContext(PageNonceContext)
}

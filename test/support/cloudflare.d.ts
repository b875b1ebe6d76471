/// <reference types="@cloudflare/vitest-plugin/types" />
// What `cloudflare:workers` holds inside the tests: our bindings and our entry.
declare namespace Cloudflare {
  interface Env extends Readonly<import('../../worker/platform/env').Env> {}
  interface GlobalProps {
    mainModule: typeof import('../../worker/index')
  }
}

import { createMemo, For, type JSX, Match, onMount, Show, Switch } from 'solid-js'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { afterPaint } from '../../ui/after-paint'
import { Tag } from '../../ui/chip'
import { fetchFont } from '../../ui/font'
import { Loading } from '../../ui/progress'
import { ErrorState } from '../../ui/states'
import { type ApiDocument, type ApiResponse, type Endpoint, sectionsOf, typeOf } from './document'

/**
 * The API, as it describes itself. Drawn here because the usual viewers bring a megabyte and inline styles, which our content
 * security policy refuses.
 */
export default function ApiDocsPage(): JSX.Element {
  const document_ = createFetched((signal) => call<ApiDocument>('GET', '/openapi.json', { signal }))
  const sections = createMemo(() => {
    const document = document_.value()
    return document ? sectionsOf(document) : []
  })
  document.title = 'API · SalesOptimizer'
  onMount(() => afterPaint(fetchFont))
  return (
    <main class="body mx-auto h-dvh max-w-[960px] px-5 py-8" id="main" tabIndex={-1}>
      <Switch fallback={<Loading what="the API" />}>
        <Match when={document_.error()}>
          {(error) => (
            <ErrorState title="Could not read the API's description" onRetry={document_.reload}>
              {inWords(error())}
            </ErrorState>
          )}
        </Match>
        <Match when={document_.value()}>
          {(value) => (
            <>
              <h1 class="text-28 font-strong">{value().info.title}</h1>
              <p class="text-ink-2 mt-2">
                <Prose text={value().info.description} />
              </p>
              <p class="mt-2">
                <a class="lnk" href="/api/v1/openapi.json">
                  OpenAPI 3.1 document
                </a>
              </p>
              <nav aria-label="Parts of the API" class="mt-4 flex flex-wrap gap-3">
                <For each={sections()}>
                  {({ tag }) => (
                    <a class="lnk inline-block first-letter:uppercase" href={`#${tag}`}>
                      {tag}
                    </a>
                  )}
                </For>
              </nav>
              <For each={sections()}>
                {({ tag, endpoints }) => (
                  <section aria-labelledby={tag} class="mt-8">
                    <h2 id={tag} class="text-20 font-strong first-letter:uppercase">
                      {tag}
                    </h2>
                    <For each={endpoints}>{(endpoint) => <EndpointEntry endpoint={endpoint} />}</For>
                  </section>
                )}
              </For>
            </>
          )}
        </Match>
      </Switch>
    </main>
  )
}

/** Text as the document writes it, where names of code stand between backticks. */
function Prose(props: { readonly text: string }): JSX.Element {
  return <For each={props.text.split('`')}>{(part, index) => (index() % 2 === 0 ? part : <code>{part}</code>)}</For>
}

function EndpointEntry(props: { readonly endpoint: Endpoint }): JSX.Element {
  const bodies = () => Object.entries(props.endpoint.requestBody?.content ?? {})
  return (
    <details class="border-line border-t py-2">
      <summary class="cursor-pointer py-1">
        <span class="font-strong">{props.endpoint.method}</span> <code>{props.endpoint.path}</code>{' '}
        <span class="text-ink-2">{props.endpoint.summary}</span>{' '}
        <Show when={props.endpoint.security?.length === 0}>
          <Tag>public</Tag>
        </Show>
      </summary>
      <div class="grid gap-3 py-2 pl-4">
        <Show when={props.endpoint.description}>
          {(text) => (
            <p>
              <Prose text={text()} />
            </p>
          )}
        </Show>
        <Show when={(props.endpoint.parameters ?? []).length > 0}>
          <ul aria-label="Parameters">
            <For each={props.endpoint.parameters}>
              {(parameter) => (
                <li>
                  <code>{parameter.name}</code>{' '}
                  <span class="text-ink-2">
                    in {parameter.in}
                    {parameter.required ? ', required' : ''}: {typeOf(parameter.schema)}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <For each={bodies()}>
          {([type, { schema }]) => (
            <Schema label={`Body, ${type}`} schema={schema} note={props.endpoint.requestBody?.description} />
          )}
        </For>
        <For each={Object.entries(props.endpoint.responses)}>
          {([status, response]) => <Answer status={status} response={response} />}
        </For>
      </div>
    </details>
  )
}

function Answer(props: { readonly status: string; readonly response: ApiResponse }): JSX.Element {
  const schema = () => Object.values(props.response.content ?? {})[0]?.schema
  return (
    <Show
      when={Number(props.status) < 400 && schema()}
      fallback={
        <p>
          <b>{props.status}</b> {props.response.description.replaceAll('`', '')}
        </p>
      }
    >
      <Schema label={`${props.status}, ${props.response.description}`} schema={schema()} />
    </Show>
  )
}

function Schema(props: {
  readonly label: string
  readonly schema: unknown
  readonly note?: string | undefined
}): JSX.Element {
  return (
    <figure>
      <figcaption class="font-strong">{props.label}</figcaption>
      <Show when={props.note}>
        <p class="text-ink-2">{props.note}</p>
      </Show>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <pre class="bg-surface-1 overflow-x-auto rounded p-3 text-12" tabIndex={0}>
        {typeOf(props.schema)}
      </pre>
    </figure>
  )
}

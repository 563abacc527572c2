// A real OpenID Connect provider, for tests. It reads what it is to be from one line of
// standard input, says on one line of standard output that it is ready, and ends when
// standard input closes: so it does not outlive the test that started it.
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import Provider from 'oidc-provider'

const lines = createInterface({ input: process.stdin })
lines.once('line', (line) => start(JSON.parse(line)))
lines.once('close', () => process.exit(0))

function start (is) {
  const server = createServer()
  server.listen(is.port, '127.0.0.1', () => {
    const issuer = `http://127.0.0.1:${server.address().port}`
    const provider = new Provider(issuer, configuration(is))
    server.on('request', provider.callback())
    console.log(JSON.stringify({ issuer }))
  })
}

function configuration (is) {
  const groupsOf = (name) => is.people[name] ?? []
  return {
    clients: is.clients,
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
    jwks: is.jwks,
    cookies: { keys: ['only in tests'] },
    pkce: { required: () => true, methods: ['S256'] },
    claims: { openid: ['sub', 'groups'] },
    conformIdTokenClaims: false, // groups stand in the ID token, as most providers have it
    findAccount: (_, sub) => sub in is.people && {
      accountId: sub,
      claims: () => ({ sub, groups: groupsOf(sub) })
    },
    extraTokenClaims: (_, token) => ({ groups: token.accountId ? groupsOf(token.accountId) : [] }),
    ttl: { AccessToken: 600, ClientCredentials: 600, IdToken: 600, AuthorizationCode: 60, Session: 3600, Interaction: 600, Grant: 3600 },
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, audience) => ({ scope: 'records', audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } })
      }
    }
  }
}

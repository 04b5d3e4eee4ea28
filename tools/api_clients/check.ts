// Searches a running API by the client that openapi-fetch makes of the generated types, compiled strictly.

import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Hit = components["schemas"]["ArtistHit"];

const client = createClient<paths>({ baseUrl: process.argv[2] ?? "" });

function card(hit: Hit): string {
  // Fields that are always sent need no question mark.
  const styles: string[] = hit.style_names;
  const reasons: string[] = hit.why.map((why) => `${why.field} ${why.kind}`);
  const width: number | null = hit.images[0]?.width ?? null;
  return [hit.name, styles.join(", "), reasons.join("; "), String(width)].join(" | ");
}

async function everybody(): Promise<Hit[]> {
  const found: Hit[] = [];
  let cursor = "";
  do {
    const { data, error } = await client.GET("/v1/artists", {
      params: { query: { limit: 37, sort: "name", ...(cursor ? { cursor } : {}) } },
    });
    if (error) throw new Error(error.detail);
    found.push(...data.items);
    cursor = data.next_cursor ?? "";
  } while (cursor);
  return found;
}

const people = await everybody();
const ids = new Set(people.map((hit) => hit.artist_id));
const { data: page } = await client.GET("/v1/artists", { params: { query: { q: "fine line leeds" } } });
const first = page?.items[0];
if (!page || !first || ids.size !== people.length || page.total > people.length) {
  throw new Error(`${people.length} artists on all pages, ${ids.size} different ones, first ${first?.name}`);
}
console.log(`${people.length} artists; ${card(first)}`);

const { data: profile } = await client.GET("/v1/artists/{artist_id}", {
  params: { path: { artist_id: first.artist_id } },
});
if (profile?.studio_contact?.address === undefined) throw new Error("the profile has no address");

const { data: map } = await client.GET("/v1/map", { params: { query: { bbox: "-1.9,53.7,-1.3,53.95", zoom: 11 } } });
const bounds: number[] | null | undefined = map?.features[0]?.properties.bounds;
if (!bounds) throw new Error("a cluster has no bounds");

const refused = await client.GET("/v1/artists", { params: { query: { limit: 0 } } });
if (refused.error?.invalid_params?.[0]?.name !== "limit") throw new Error("no problem document");

// One field is enough for a request to be removed; this one names nobody.
const asked = await client.POST("/v1/removal-requests", { body: { instagram: "nobody.of.the.demo" } });
if (asked.data?.status !== "pending") throw new Error("the request was not stored");

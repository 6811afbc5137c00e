// Where states are at home: in their capitals, as far as the data have these with coordinates.
import { PUBLISHED } from "../page.ts";
import { dataFile } from "../published/files.ts";
import { load, read } from "../rest/client.ts";

interface Listed<T> {
  items: T[];
}

interface State {
  id: string;
  capital?: { id: string };
}

interface Place {
  id: string;
  lat?: string;
  lng?: string;
}

/** Longitude and latitude of the capitals, by the ids of their states; nothing where the service does not answer. */
export async function capitals(): Promise<Map<string, [number, number]>> {
  try {
    const [states, places] = await (PUBLISHED === undefined ? asked() : published());
    const found = new Map(places.items.map(({ id, lat, lng }) => [id, [Number(lng), Number(lat)] as [number, number]]));
    const homes = states.items.map(({ id, capital }) => [id, capital && found.get(capital.id)] as const);
    return new Map(homes.filter((home): home is [string, [number, number]] => !!home[1]?.every(Number.isFinite)));
  } catch {
    return new Map(); // states are then where their land has its middle
  }
}

function asked(): Promise<[Listed<State>, Listed<Place>]> {
  return Promise.all([
    read<Listed<State>, "/v1/states">("/v1/states", { limit: 1000 }),
    read<Listed<Place>, "/v1/places">("/v1/places", { limit: 1000 }),
  ]);
}

function published(): Promise<[Listed<State>, Listed<Place>]> {
  return Promise.all([load<Listed<State>>(dataFile("states.json")), load<Listed<Place>>(dataFile("places.json"))]);
}

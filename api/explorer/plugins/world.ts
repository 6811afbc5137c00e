// The outlines of states: fine where our data happen, coarse elsewhere, in one small module `virtual:world`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Plugin } from "vite";
import type { Feature, Geometry } from "geojson";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import { feature } from "topojson-client";
import { geoBounds } from "d3-geo";

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

const NAME = "virtual:world";
// West, south, east and north of what is drawn finely: Central Asia and its neighbours, in degrees.
const FINE = [44, 24, 100, 58] as const;
const WITHOUT = new Set(["010"]); // Antarctica

/** A module with two topologies: `fine` for states that touch the region, `coarse` for the others. */
export function world(): Plugin {
  return {
    name: "world",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? source() : null),
  };
}

function source(): string {
  const [fine, coarse] = [atlas("50m"), atlas("110m")];
  const near = new Set(fine.objects.countries.geometries.filter((one) => touches(fine, one)).map((one) => one.id));
  const told = {
    fine: cropped(fine, (id) => near.has(id)),
    coarse: cropped(coarse, (id) => !near.has(id)),
  };
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(told))});`;
}

function atlas(scale: string): Atlas {
  const file = createRequire(import.meta.url).resolve(`world-atlas/countries-${scale}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Atlas;
}

function touches(topology: Atlas, one: GeometryObject): boolean {
  const [[west, south], [east, north]] = geoBounds(feature(topology, one) as Feature<Geometry>);
  // Russia passes the date line: its west is east of its east.
  const across = west > east;
  return south < FINE[3] && north > FINE[1] && (across || (west < FINE[2] && east > FINE[0]));
}

/** A topology of some states only, with just the arcs that these use. */
function cropped(topology: Atlas, kept: (id: string | number | undefined) => boolean): Atlas {
  const places = new Map<number, number>();
  const arcs: Topology["arcs"] = [];
  const renumbered = (arc: number): number => {
    const old = arc < 0 ? ~arc : arc;
    if (!places.has(old)) {
      places.set(old, arcs.length);
      arcs.push(topology.arcs[old]!);
    }
    const found = places.get(old)!;
    return arc < 0 ? ~found : found;
  };
  const nested = (value: unknown): unknown => (Array.isArray(value) ? value.map(nested) : renumbered(value as number));
  const geometries = topology.objects.countries.geometries
    .filter((one) => kept(one.id) && !WITHOUT.has(String(one.id)) && "arcs" in one)
    .map((one) => ({ type: one.type, id: one.id, arcs: nested((one as { arcs: unknown }).arcs) }));
  return {
    ...topology,
    arcs,
    objects: { countries: { type: "GeometryCollection", geometries } as unknown as Atlas["objects"]["countries"] },
  };
}

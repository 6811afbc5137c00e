// What the build makes: see plugins/world.ts.
declare module "virtual:world" {
  import type { GeometryCollection, Topology } from "topojson-specification";

  type Atlas = Topology<{ countries: GeometryCollection }>;
  const world: { fine: Atlas; coarse: Atlas };
  export default world;
}

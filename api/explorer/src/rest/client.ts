// Reading from the service this page belongs to. Addresses are those of its OpenAPI description.
import { ROOT } from "../page.ts";
import type { paths } from "./schema.d.ts";

type Readable = { [P in keyof paths]: paths[P] extends { get: unknown } ? P : never }[keyof paths];
type Query<P extends Readable> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? Q : never;

/** What the service answers to a mistake, as problem details (RFC 9457). */
interface Problem {
  detail?: string;
  hint?: string;
}

/** The service refused, or could not be reached; the message can be shown. */
export class ServiceError extends Error {}

/** What an address of the API answers. Raises ServiceError. */
export async function read<T, P extends Readable>(path: P, query?: Query<P>): Promise<T> {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== "");
  const asked = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return load(`${ROOT}${path.slice(1)}${asked ? `?${asked}` : ""}`);
}

/** JSON from an address of this service. Raises ServiceError. */
export async function load<T>(address: string, options: RequestInit = {}): Promise<T> {
  const response = await reached(address, options);
  if (!response.ok) throw new ServiceError(await told(response));
  return (await response.json()) as T;
}

/** The answer of this service, whatever its status. Raises ServiceError where it cannot be reached. */
export async function reached(address: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { headers: { Accept: "application/json" }, ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ServiceError(String(error));
  }
}

/** What a refusal says, in one text. */
export async function told(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as Problem;
    return [problem.detail, problem.hint].filter(Boolean).join("\n");
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}

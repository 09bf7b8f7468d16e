import { columns } from "./overview";

onmessage = (event: MessageEvent<ArrayBuffer>) => {
  const made = columns(JSON.parse(new TextDecoder().decode(event.data)));
  const held = [made, made.places_of, made.actors_of, made.links, made.links.of].flatMap((part) => Object.values(part));
  const buffers = held.filter((value) => ArrayBuffer.isView(value)).map((value) => value.buffer as ArrayBuffer);
  postMessage(made, { transfer: buffers });
};

// The people's side over HTTP: every call returns JSON or throws what the sandbox said.

async function answered(response) {
  const body = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body;
}

const queried = (path, query) => {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  return `sandbox/${path}${given.length ? "?" : ""}${new URLSearchParams(given)}`;
};

export const get = async (path, query = {}) => answered(await fetch(queried(path, query)));

export const remove = async (path) => answered(await fetch(`sandbox/${path}`, { method: "DELETE" }));

export const post = async (path, told = {}) =>
  answered(
    await fetch(`sandbox/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(told),
    }),
  );

export async function send(chatId, words, files) {
  if (!files.length) return post(`chats/${chatId}/messages`, words);
  const form = new FormData();
  for (const [name, value] of Object.entries(words)) if (value) form.append(name, value);
  files.forEach((file, place) => form.append(`file${place}`, file));
  return answered(await fetch(`sandbox/chats/${chatId}/messages`, { method: "POST", body: form }));
}

export const address = (message) =>
  `sandbox/chats/${message.chat_id}/messages/${message.id}/media?v=${message.media.unique_id}`;

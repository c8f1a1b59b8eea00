// What a chat tells by itself: who came and went, a topic, a payment. Names are the Bot API's.

const names = (people) => people.map((one) => one.first_name).join(", ");
const stars = (payment) => `⭐ ${payment.total_amount}`;

const TELLS = {
  new_chat_members: (people) => `${names(people)} joined`,
  left_chat_member: (person) => `${person.first_name} left`,
  forum_topic_created: (topic) => `Topic “${topic.name}” was made`,
  forum_topic_closed: () => "The topic was closed",
  forum_topic_reopened: () => "The topic was opened again",
  successful_payment: (payment) => `Paid ${stars(payment)}`,
  refunded_payment: (payment) => `${stars(payment)} came back`,
  invoice: (invoice) => `⭐ ${invoice.title}`,
};

// One line, or null where a message is none of these.
export function serviceWords(service) {
  const [name, told] = Object.entries(service ?? {})[0] ?? [];
  if (!name) return null;
  return TELLS[name]?.(told) ?? name.replaceAll("_", " ");
}

// An invoice is a message with a button, not a line between messages.
export const isLine = (message) => Boolean(message.service) && !message.service.invoice;

"""The proving ground: the whole service under fire, judged by what its people see in their chats."""

-- Take a place in Telegram's flood budget: one bucket for all, one for the chat (generic cell rate algorithm: the
-- key holds the time at which the bucket will be full again). ARGV: chat's key, its interval and burst, the common
-- interval and burst, share of a bucket left to more important calls (0 to 1).
-- Returns the seconds to wait, as text; "0": go ahead, it is counted.
local chat, reserve = ARGV[1], tonumber(ARGV[6])
local time = now()

local function wait(key, interval, burst)
  local full = math.max(time, tonumber(redis.call('GET', key) or '0'))
  local room = math.max(1, burst * (1 - reserve)) * interval
  return math.max(0, full + interval - room - time), full + interval
end

local held = redis.call('PTTL', 'hold:' .. chat) / 1000
local for_chat, chat_full = wait(chat, tonumber(ARGV[2]), tonumber(ARGV[3]))
local for_all, all_full = wait('flood:all', tonumber(ARGV[4]), tonumber(ARGV[5]))
local longest = math.max(held, for_chat, for_all)
if longest > 0 then return tostring(longest) end
redis.call('SET', chat, tostring(chat_full), 'PX', math.ceil((chat_full - time) * 1000) + 1000)
redis.call('SET', 'flood:all', tostring(all_full), 'PX', math.ceil((all_full - time) * 1000) + 1000)
return '0'

-- The person has been told. ARGV: id, fence, seconds to keep the record, unless they want it gone, seconds to keep the
-- day's figures. Returns 1, or 0: not the caller's.
local id, fence, ttl, kept = unpack(ARGV)
if not owned(id, fence, 'delivering') then return 0 end
local outcome = field(id, 'outcome')
redis.call('HSET', 'job:' .. id, 'state', outcome, 'finished', now())
redis.call('ZREM', 'due', id)
redis.call('EXPIRE', 'job:' .. id, field(id, 'forget') and 60 or ttl)
count(outcome .. ' ' .. field(id, 'lane'), kept)
if outcome == 'done' then
  -- Waits are counted in steps of a quarter, so that a median can be told of any number of them.
  local waited = math.max(1, tonumber(field(id, 'started') or '0') - tonumber(field(id, 'created')))
  count('method ' .. (field(id, 'method') or 'unknown'), kept)
  count('wait ' .. math.floor(math.log(waited) / math.log(1.25)), kept)
end
return 1

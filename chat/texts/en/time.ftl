## Time
seconds = { $seconds } s
minutes = { $minutes } min
minutes-seconds = { $minutes } min { $seconds } s
about = ~{ $time }
a-few-seconds = a few seconds
between-seconds = { $low }–{ $high } s
between-minutes = { $low }–{ $high } min
between = { $low } to { $high }

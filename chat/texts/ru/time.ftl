## Время
seconds = { $seconds } с
minutes = { $minutes } мин
minutes-seconds = { $minutes } мин { $seconds } с
about = ~{ $time }
between = { $low }–{ $high }

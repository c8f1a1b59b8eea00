## One person: settings, history, saved styles, privacy

-- Posts each message to another API, in that API's words: the body stands in config.lua.

local CHANNEL = "api" -- a webhook with a body of its own; docs/recipes.md has it

function on_message()
  keeper.forward(CHANNEL)
end

"""The scripts that teach bash, zsh and fish to ask crm what may stand next, files where it knows nothing."""

from __future__ import annotations

BASH = """\
_crm_completion() {
  local IFS=$'\\n'
  local -x _CRM_COMPLETE=complete_bash
  COMPREPLY=($(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD "$1" 2>/dev/null))
}
complete -o default -F _crm_completion crm
"""

ZSH = """\
#compdef crm
_crm() {
  local -a found
  found=("${(@f)$(_TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _CRM_COMPLETE=complete_zsh crm 2>/dev/null)}")
  if [[ -n "$found" ]]; then _describe crm found; else _files; fi
}
if [[ "$funcstack[1]" == _crm ]]; then _crm "$@"; else compdef _crm crm; fi
"""

FISH = """\
function __crm_complete
  set -lx _TYPER_COMPLETE_ARGS (commandline -cp | string collect)
  set -lx _CRM_COMPLETE complete_fish
  set -l found (crm 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete --command crm --no-files --arguments '(__crm_complete)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
HOW = {
    "bash": 'add to ~/.bashrc: eval "$(crm completion bash)"',
    "zsh": 'add to ~/.zshrc, after compinit: eval "$(crm completion zsh)"',
    "fish": "crm completion fish > ~/.config/fish/completions/crm.fish",
}
